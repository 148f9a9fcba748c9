import { attributeField } from '#layout/attribute-field'
import { card, foreignName } from '#layout/card'
import { banners, failed, form, wayOn } from '#layout/form'
import { knownUsername } from '#layout/identity-fields'
import { newPassword } from '#layout/password-fields'
import { html } from '#markup/html'
import type { NewPasswordPage } from '#view-models'

/** Asks for a permanent password after a temporary one, and for the required attributes that the user lacks. */
export function newPasswordPage(page: NewPasswordPage): string {
  const { branding, texts } = page
  return card({
    branding,
    texts,
    title: texts.newPasswordRequired.title,
    clientName: page.clientName,
    lead: html`${texts.newPasswordRequired.lead}`,
    failed: failed(page),
    content: [
      banners(page),
      form(page, {
        fields: [
          html`<p class="who">${texts.signingInAs} ${foreignName(page.username)}</p>`,
          ...page.attributes.map((attribute) => attributeField(page, attribute)),
          knownUsername(page.username),
          newPassword(page, { label: texts.newPassword, autofocus: page.attributes.length === 0 }),
        ],
        submit: texts.newPasswordRequired.submit,
      }),
      wayOn({ href: page.links.signIn, text: texts.backToSignIn }),
    ],
  })
}
