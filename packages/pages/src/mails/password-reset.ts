import { type Mail, type MailModel, mail } from './mail.ts'

/** Gives the code with which a user sets a new password. */
export function passwordResetMail({ texts, subject, code }: MailModel & { readonly code: string }): Mail {
  const words = texts.mails.passwordReset
  return mail(texts, {
    subject: subject ?? words.subject,
    paragraphs: [words.enter, { value: code }, `${words.validity} ${texts.mails.ignore} ${words.unchanged}`],
  })
}
