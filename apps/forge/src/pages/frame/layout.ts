import { type Html, html } from '@poolhouse/pages'

/** The data of this Forge that every page needs. */
export interface Site {
  /** Host (and port) of Forge's external URL. */
  host: string
  /** Path of the style sheet, with its hash. */
  stylesheet: string
  /** Path of the second style sheet, for the admin area. */
  adminStylesheet: string
  /** Path of the icon. */
  icon: string
  /** Path of the script of the sign-in pages. */
  signInScript: string
}

/** A message at the top of a page: an error, or a confirmation. */
export interface Notice {
  kind: 'alert' | 'notice'
  text: string
  /** A link after the text. It may lead to another site. */
  link?: { href: string; text: string }
}

export interface Document {
  title: string
  body: Html
  bar?: Html
  /** Whether the page loads the script of the sign-in pages. */
  script?: boolean
  /** Whether the page loads the style sheet of the admin area. */
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

/** Forge's logo: an anvil and a spark. */
export const mark = html`<svg class="mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false"><path class="mark-spark" d="M34 4l3.2 8.8L46 16l-8.8 3.2L34 28l-3.2-8.8L22 16l8.8-3.2z"/><path class="mark-horn" d="M4 32h18v13C12 45 5 40 4 32z"/><path class="mark-anvil" d="M22 32h38v6c-9 0-15 3-17 8 0 4 2 7 6 8v6H19v-6c4-1 7-4 7-9h-4z"/></svg>`

const alertSign = html`<svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M8 1a7 7 0 100 14A7 7 0 008 1zm-.9 3.2h1.8v5H7.1zm0 6.2h1.8v1.8H7.1z"/></svg>`
const doneSign = html`<svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M8 1a7 7 0 100 14A7 7 0 008 1zm3.7 5.1l-4.4 5.1L4.4 8.6l1.1-1.2 1.7 1.6 3.2-3.8z"/></svg>`
