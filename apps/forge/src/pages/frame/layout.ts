import { type Html, html } from '@poolhouse/pages'

/** What every page knows of the place that serves it. */
export interface Site {
  /** Host (and port) that people know Forge by. */
  host: string
  /** Path of the style sheet, with its hash. */
  stylesheet: string
  /** Path of the administrators' own style sheet, which their pages have beside it. */
  adminStylesheet: string
  /** Path of the icon of the browser's tab. */
  icon: string
  /** Path of the script of the sign-in pages. */
  signInScript: string
}

/** A message over the page: what went wrong, or what was done. */
export interface Notice {
  kind: 'alert' | 'notice'
  text: string
  /** Where to go from there, perhaps on another site. */
  link?: { href: string; text: string }
}

export interface Document {
  title: string
  body: Html
  bar?: Html
  /** Whether the script of the sign-in pages belongs to it. */
  script?: boolean
  /** Whether the administrators' style sheet does. */
  isAdminPage?: boolean
}

export function layout(site: Site, { title, body, bar, script = false, isAdminPage = false }: Document): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Forge</title>
<link rel="icon" type="image/svg+xml" href="${site.icon}">
<link rel="stylesheet" href="${site.stylesheet}">
${script && html`<script src="${site.signInScript}" defer></script>`}
${isAdminPage && html`<link rel="stylesheet" href="${site.adminStylesheet}">`}
</head>
<body>
${bar}
${body}
<footer class="footer"><span>Forge at ${site.host}</span><span>An example application of Poolhouse</span></footer>
</body>
</html>
`.toString()
}

export function noticeBox(notice: Notice | undefined): Html | undefined {
  if (notice === undefined) return undefined
  const role = notice.kind === 'alert' ? 'alert' : 'status'
  return html`<div class="message message-${notice.kind}" role="${role}">
${notice.kind === 'alert' ? alertSign : doneSign}
<p>${notice.text}${notice.link && html` <a href="${notice.link.href}" rel="noreferrer">${notice.link.text}</a>`}</p>
</div>`
}

/** Forge's mark: an anvil with a spark over it. */
export const mark = html`<svg class="mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false"><path class="mark-spark" d="M34 4l3.2 8.8L46 16l-8.8 3.2L34 28l-3.2-8.8L22 16l8.8-3.2z"/><path class="mark-horn" d="M4 32h18v13C12 45 5 40 4 32z"/><path class="mark-anvil" d="M22 32h38v6c-9 0-15 3-17 8 0 4 2 7 6 8v6H19v-6c4-1 7-4 7-9h-4z"/></svg>`

const alertSign = html`<svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M8 1a7 7 0 100 14A7 7 0 008 1zm-.9 3.2h1.8v5H7.1zm0 6.2h1.8v1.8H7.1z"/></svg>`
const doneSign = html`<svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M8 1a7 7 0 100 14A7 7 0 008 1zm3.7 5.1l-4.4 5.1L4.4 8.6l1.1-1.2 1.7 1.6 3.2-3.8z"/></svg>`
