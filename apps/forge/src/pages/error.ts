import { type Html, html } from './html.ts'
import { layout, mark, type Site } from './layout.ts'

export interface ErrorView {
  status: number
  heading: string
  body: Html
}

/** A page for what could not be done; it leads back to the start. */
export function errorPage(site: Site, { status, heading, body }: ErrorView): string {
  return layout(site, {
    title: `${heading} (${status})`,
    body: html`<main class="narrow error">
<header class="brand">${mark}<p class="status">${status}</p><h1>${heading}</h1></header>
<section class="card prose">${body}</section>
<p class="hint"><a href="/">Back to Forge</a></p>
</main>`,
  })
}

/** The 422 page: the provider's answer is in order, but no account can be made of it. The texts are GitLab's. */
export function signInFailedPage(
  site: Site,
  { label, reasons }: { label: string; reasons: readonly string[] },
): string {
  return errorPage(site, {
    status: 422,
    heading: `Sign-in using ${label} auth failed`,
    body: html`<p data-testid="reason">Sign-in failed because ${sentence(reasons)}.</p>
<p>Try:</p>
<ul>
<li>Signing in with your email address or your username and a password.</li>
<li>Signing in with the provider that you used before.</li>
<li>Asking for a new password, if you once had one.</li>
</ul>
<p>If none of the options work, contact your GitLab administrator.</p>`,
  })
}

const sentence = (reasons: readonly string[]) => {
  const last = reasons.at(-1) ?? 'the account is invalid'
  return reasons.length < 2 ? last : `${reasons.slice(0, -1).join(', ')} and ${last}`
}
