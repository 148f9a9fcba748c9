import { card } from '#layout/card'
import { address } from '#markup/address'
import { type Html, html } from '#markup/html'
import type { ErrorPage, MessagePage, PageLink, SignedOutPage } from '#view-models'

/** A message without a form. */
export function messagePage(page: MessagePage): string {
  const { branding, texts } = page
  return card({
    branding,
    texts,
    title: page.title,
    clientName: page.clientName,
    lead: html`${page.message}`,
    content: [button(page.link)],
  })
}

/** Says that the browser session has ended. */
export function signedOutPage(page: SignedOutPage): string {
  const { branding, texts } = page
  const { signIn } = page.links
  return messagePage({
    branding,
    texts,
    title: texts.signedOut.title,
    message: texts.signedOut.message,
    ...(page.clientName ? { clientName: page.clientName } : {}),
    ...(signIn ? { link: { href: signIn, text: texts.signedOut.signIn } } : {}),
  })
}

/** An error without a form: an unknown app client, an unregistered redirect URI, an expired form. */
export function errorPage(page: ErrorPage): string {
  const { branding, texts } = page
  return card({
    branding,
    texts,
    title: page.title ?? texts.error.title,
    clientName: page.clientName,
    failed: page.title !== undefined,
    content: [
      html`<p class="banner bad" role="alert">${page.message}</p>`,
      html`${page.reference && html`<p class="reference">${texts.error.reference}: <code>${page.reference}</code></p>`}`,
      button(page.link),
    ],
  })
}

function button(link: PageLink | undefined): Html {
  return html`${link && html`<p class="onward"><a class="submit" href="${address(link.href)}">${link.text}</a></p>`}`
}
