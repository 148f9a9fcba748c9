import { card } from '#layout/card'
import { banners, failed, form, wayOn } from '#layout/form'
import { usernameField } from '#layout/identity-fields'
import { html } from '#markup/html'
import type { ForgotPasswordPage } from '#view-models'

/** Asks whose password to reset. */
export function forgotPasswordPage(page: ForgotPasswordPage): string {
  const { branding, texts } = page
  return card({
    branding,
    texts,
    title: texts.forgotPassword.title,
    clientName: page.clientName,
    lead: html`${texts.forgotPassword.lead(page.signInWith)}`,
    failed: failed(page),
    content: [
      banners(page),
      form(page, {
        fields: [usernameField(page, { signInWith: page.signInWith, username: page.username, autofocus: true })],
        submit: texts.forgotPassword.submit,
      }),
      wayOn({ href: page.links.signIn, text: texts.backToSignIn }),
    ],
  })
}
