import { card } from '#layout/card'
import { codeSent } from '#layout/code-sent'
import { banners, failed, form, resendForm, wayOn } from '#layout/form'
import { codeField, knownUsername } from '#layout/identity-fields'
import { newPassword } from '#layout/password-fields'
import type { ResetPasswordPage } from '#view-models'

/** Asks for the code and a new password. */
export function resetPasswordPage(page: ResetPasswordPage): string {
  const { branding, texts } = page
  return card({
    branding,
    texts,
    title: texts.resetPassword.title,
    clientName: page.clientName,
    lead: codeSent(page, page.destination),
    failed: failed(page),
    content: [
      banners(page),
      form(page, {
        fields: [
          codeField(page, page.code),
          knownUsername(page.username),
          newPassword(page, { label: texts.newPassword }),
        ],
        submit: texts.resetPassword.submit,
      }),
      resendForm(page),
      wayOn({ href: page.links.signIn, text: texts.backToSignIn }),
    ],
  })
}
