import { type Mail, type MailModel, mail } from './mail.ts'

interface Invitation extends MailModel {
  readonly username: string
  /** The temporary password. */
  readonly password: string
}

/** Tells a new user, whose account an administrator has created, how to sign in. */
export function invitationMail({ texts, subject, username, password }: Invitation): Mail {
  const words = texts.mails.invitation
  return mail(texts, {
    subject: subject ?? words.subject,
    paragraphs: [words.username, { value: username }, words.password, { value: password }, words.next],
  })
}
