import { card } from '#layout/card'
import { codeSent } from '#layout/code-sent'
import { banners, failed, form, resendForm, wayOn } from '#layout/form'
import { codeField, knownUsername } from '#layout/identity-fields'
import type { ConfirmSignUpPage } from '#view-models'

/** Asks for the code that proves the address of a new account. */
export function confirmSignUpPage(page: ConfirmSignUpPage): string {
  const { branding, texts } = page
  return card({
    branding,
    texts,
    title: texts.confirmSignUp.title,
    clientName: page.clientName,
    lead: codeSent(page, page.destination),
    failed: failed(page),
    content: [
      banners(page),
      form(page, {
        fields: [knownUsername(page.username), codeField(page, page.code)],
        submit: texts.confirmSignUp.submit,
      }),
      resendForm(page),
      wayOn({ href: page.links.signIn, text: texts.backToSignIn }),
    ],
  })
}
