import { type Html, html } from '@poolhouse/pages'
import { type BarView, bar } from '#pages/frame/bar'
import { layout, type Notice, noticeBox, type Site } from '#pages/frame/layout'
import { tokenField } from '#pages/frame/token-field'

/** The common view of the admin area's pages. */
export interface AdminFrame extends BarView {
  notice: Notice | undefined
  pendingApproval: number
}

export interface AdminPage {
  title: string
  /** Path of the page's section. */
  section: string
  body: Html
}

const sections = [
  ['/admin', 'Overview'],
  ['/admin/users', 'Users'],
  ['/admin/providers', 'Providers'],
  ['/admin/settings', 'Settings'],
  ['/admin/actions', 'Actions'],
] as const

/** A page of the admin area. */
export function adminPage(site: Site, frame: AdminFrame, { title, section, body }: AdminPage): string {
  return layout(site, {
    title: `${title} · Admin`,
    isAdminPage: true,
    bar: bar(frame),
    body: html`<div class="settings settings-broad">
<nav class="sections" aria-label="Admin area">
<p class="sections-title">Admin area</p>
<ul>
${sections.map(
  ([path, label]) => html`<li><a href="${path}"${path === section && html` aria-current="page"`}>${label}${
    path === '/admin/users' && waiting(frame.pendingApproval)
  }</a></li>
`,
)}</ul>
</nav>
<main>
${noticeBox(frame.notice)}
${body}
</main>
</div>`,
  })
}

/** The number of accounts that wait for approval. Empty for none. */
export function waiting(count: number): Html | undefined {
  if (count === 0) return undefined
  return html` <span class="count" data-testid="pending-count">${count}<span class="unseen"> ${count === 1 ? 'waits' : 'wait'} for approval</span></span>`
}

/** A button in its own form. */
export function actionButton(
  { authenticityToken }: Pick<AdminFrame, 'authenticityToken'>,
  {
    path,
    label,
    look = '',
    fields = {},
  }: { path: string; label: string; look?: string; fields?: Record<string, string> },
): Html {
  return html`<form method="post" action="${path}">
${tokenField(authenticityToken)}
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button class="button ${look}" type="submit">${label}</button>
</form>`
}

/** A time (epoch milliseconds) as text, in UTC. */
export function timeText(at: number): Html {
  const iso = new Date(at).toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')}</time>`
}
