import { card } from '#layout/card'
import { codeSent } from '#layout/code-sent'
import { banners, failed, form, resendForm, wayOn } from '#layout/form'
import { codeField, knownUsername } from '#layout/identity-fields'
import { texts } from '#texts'
import type { ConfirmSignUpPage } from '#view-models'

/** The code that proves the new account's address. */
export function confirmSignUpPage(page: ConfirmSignUpPage): string {
  return card({
    title: texts.confirmSignUp.title,
    clientName: page.clientName,
    lead: codeSent(page.destination),
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
