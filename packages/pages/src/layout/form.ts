import { address } from '#markup/address'
import { attributes, type Html, html } from '#markup/html'
import type { FormPage, PageLink } from '#view-models'

/** The id of the error of the whole form. Its fields refer to it. */
export const errorId = 'page-error'

/**
 * The messages above the form.
 * @param onward a link that follows the error.
 */
export function banners(page: FormPage, onward?: PageLink): Html {
  return html`${page.success && html`<p class="banner good" role="status">${page.success}</p>`}
${page.notice && html`<p class="banner note" role="status">${page.notice}</p>`}
${page.error && html`<p class="banner bad" role="alert" id="${errorId}">${page.error}${onward && html` <a href="${address(onward.href)}">${onward.text}</a>`}</p>`}`
}

interface FormParts {
  /** Default: the page's own action. */
  readonly action?: string
  readonly fields: readonly Html[]
  readonly submit: string
}

/** Every form of the pages: a POST with the CSRF token and the hidden values. */
export function form(page: FormPage, parts: FormParts): Html {
  const hidden = Object.entries({ ...page.hidden, _csrf: page.csrf })
  return html`<form method="post" action="${address(parts.action ?? page.action)}" class="form">
${hidden.map(([name, value]) => hiddenField(name, value))}
${parts.fields}
<button class="submit" type="submit">${parts.submit}</button>
</form>`
}

/** "Didn’t get a code? Resend it": a form and not a link, because it changes something. */
export function resendForm(page: FormPage & { readonly username: string; readonly resendAction: string }): Html {
  return html`<form method="post" action="${address(page.resendAction)}" class="aside">
${Object.entries({ ...page.hidden, _csrf: page.csrf }).map(([name, value]) => hiddenField(name, value))}
${hiddenField('username', page.username)}
<p>${page.texts.noCode} <button class="plain" type="submit">${page.texts.resend}</button></p>
</form>`
}

function hiddenField(name: string, value: string): Html {
  return html`<input${attributes({ type: 'hidden', name, value })}>
`
}

/** A line under the form that leads to another page. */
export function wayOn(link: { readonly before?: string; readonly href: string; readonly text: string }): Html {
  return html`<p class="aside">${link.before && html`${link.before} `}<a href="${address(link.href)}">${link.text}</a></p>`
}

/** Whether the page shows an error. */
export function failed(page: FormPage): boolean {
  return Boolean(page.error) || Object.keys(page.fieldErrors ?? {}).length > 0
}
