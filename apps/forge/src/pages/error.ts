import type { signInFailedTexts } from '@poolhouse/omniauth'
import { type Html, html } from '@poolhouse/pages'
import { layout, mark, type Site } from '#pages/frame/layout'

export interface ErrorView {
  status: number
  heading: string
  body: Html
}

/** An error page with a link to the start page. */
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

/** The 422 page: the provider's answer is valid, but Forge cannot create an account from it. */
export function signInFailedPage(
  site: Site,
  { status, heading, reason, hints, contact }: ReturnType<typeof signInFailedTexts>,
): string {
  return errorPage(site, {
    status,
    heading,
    body: html`<p data-testid="reason">${reason}</p>
<ul>
${hints.map(
  (hint) => html`<li>${hint}</li>
`,
)}</ul>
<p>${contact}</p>`,
  })
}
