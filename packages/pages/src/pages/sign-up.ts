import { attributeField } from '#layout/attribute-field'
import { card, foreignName } from '#layout/card'
import { banners, failed, form, wayOn } from '#layout/form'
import { usernameField } from '#layout/identity-fields'
import { newPassword } from '#layout/password-fields'
import { html } from '#markup/html'
import type { SignUpPage } from '#view-models'

/** Asks for a sign-in name, the attributes that the pool requires, and a password. */
export function signUpPage(page: SignUpPage): string {
  const { branding, texts } = page
  return card({
    branding,
    texts,
    title: texts.signUp.title,
    clientName: page.clientName,
    lead: html`${texts.continueTo} ${foreignName(page.clientName)}`,
    failed: failed(page),
    content: [
      banners(page, page.offersSignIn ? { href: page.links.signIn, text: texts.signUp.signIn } : undefined),
      form(page, {
        fields: [
          usernameField(page, { signInWith: page.signInWith, username: page.username, autofocus: !page.username }),
          ...page.attributes.map((attribute) => attributeField(page, attribute)),
          newPassword(page, { label: texts.password }),
        ],
        submit: texts.signUp.submit,
      }),
      wayOn({ before: texts.signUp.known, href: page.links.signIn, text: texts.signUp.signIn }),
    ],
  })
}
