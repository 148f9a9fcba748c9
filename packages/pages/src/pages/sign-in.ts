import { card, foreignName } from '#layout/card'
import { banners, failed, form, wayOn } from '#layout/form'
import { usernameField } from '#layout/identity-fields'
import { currentPassword } from '#layout/password-fields'
import { address } from '#markup/address'
import { html } from '#markup/html'
import type { SignInPage } from '#view-models'

/** Asks for name and password. The first empty field has the focus. */
export function signInPage(page: SignInPage): string {
  const { branding, texts } = page
  const { forgotPassword, signUp } = page.links
  const known = Boolean(page.username)
  return card({
    branding,
    texts,
    title: texts.signIn.title,
    clientName: page.clientName,
    lead: html`${texts.continueTo} ${foreignName(page.clientName)}`,
    failed: failed(page),
    content: [
      banners(page),
      form(page, {
        fields: [
          usernameField(page, { signInWith: page.signInWith, username: page.username, autofocus: !known }),
          currentPassword(page, { autofocus: known }),
          html`${forgotPassword && html`<p class="beside"><a href="${address(forgotPassword)}">${texts.signIn.forgotPassword}</a></p>`}`,
        ],
        submit: texts.signIn.submit,
      }),
      html`${signUp && wayOn({ before: texts.signIn.newHere, href: signUp, text: texts.signIn.signUp })}`,
    ],
  })
}
