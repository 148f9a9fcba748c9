import type { Asset } from '#assets/asset'
import { icon } from '#assets/mark'
import { script } from '#assets/script'
import { stylesheet } from '#assets/stylesheet'

export type { Asset } from '#assets/asset'
export type { Branding } from '#branding'
export { frameFor } from '#frame'
export { attributeLabel } from '#layout/attribute-field'
export { type DocumentModel, document } from '#layout/document'
export { invitationMail } from '#mails/invitation'
export type { Mail } from '#mails/mail'
export { passwordResetMail } from '#mails/password-reset'
export { verificationMail } from '#mails/verification'
export { type Html, html, type Interpolation } from '#markup/html'
export { confirmSignUpPage } from '#pages/confirm-sign-up'
export { forgotPasswordPage } from '#pages/forgot-password'
export { mailboxPage, mailPage, mailTime } from '#pages/mailbox'
export { errorPage, messagePage, signedOutPage } from '#pages/message'
export { newPasswordPage } from '#pages/new-password'
export { resetPasswordPage } from '#pages/reset-password'
export { signInPage } from '#pages/sign-in'
export { signUpPage } from '#pages/sign-up'
export type { SignInName } from '#sign-in-name'
export type { Texts } from '#texts/texts'
export type * from '#view-models'

export { icon, script, stylesheet }

/** The files that the pages refer to. Serve each at its path; browsers may cache it for ever. */
export const assets: readonly Asset[] = [stylesheet, script, icon]
