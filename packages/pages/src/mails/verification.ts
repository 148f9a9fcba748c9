import { type Mail, type MailModel, mail } from './mail.ts'

/** Asks for the code that proves an address: at sign-up, at a resend, after a change of the address. */
export function verificationMail({ texts, subject, code }: MailModel & { readonly code: string }): Mail {
  const words = texts.mails.verification
  return mail(texts, {
    subject: subject ?? words.subject,
    paragraphs: [words.enter, { value: code }, `${words.validity} ${texts.mails.ignore}`],
  })
}
