import { frameFor, html, invitationMail, type Mail, passwordResetMail, verificationMail } from '@poolhouse/pages'
import { type EmailTemplate, invitationTemplate, verificationTemplate } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'

/** What is put into a template. */
export interface Filling {
  /** The code, or the temporary password. */
  readonly code: string
  /** What the user signs in with. */
  readonly username: string
}

const { texts } = frameFor()

/** Proves an address: at sign-up, at a resend, after a change of the address. */
export function verificationMessage(pool: UserPool, filling: Filling): Mail {
  return composed(verificationTemplate(pool), filling, (subject) => verificationMail({ texts, subject, ...filling }))
}

/** Lets a user set a new password. AWS takes the verification template for it too. */
export function passwordResetMessage(pool: UserPool, filling: Filling): Mail {
  return composed(verificationTemplate(pool), filling, (subject) => passwordResetMail({ texts, subject, ...filling }))
}

/** Tells a new user, whose account an administrator has created, how to sign in. */
export function invitationMessage(pool: UserPool, filling: Filling): Mail {
  const { username, code: password } = filling
  return composed(invitationTemplate(pool), filling, (subject) =>
    invitationMail({ texts, subject, username, password }),
  )
}

/** Fills the pool's own template. A part that the pool does not have comes from our own mail. */
function composed(template: EmailTemplate, filling: Filling, own: (subject: string | undefined) => Mail): Mail {
  const { subject, message } = template
  const mail = own(subject === undefined ? undefined : singleLine(filled(subject, filling, (text) => text)))
  if (message === undefined) return mail
  return {
    subject: mail.subject,
    text: filled(textOf(message), filling, (text) => text),
    html: filled(message, filling, (text) => html`${text}`.toString()),
  }
}

/** One pass: a placeholder inside a filled-in value stays the text that it is. */
function filled(template: string, { code, username }: Filling, form: (text: string) => string): string {
  return template.replace(/\{####\}|\{username\}/g, (placeholder) =>
    form(placeholder === '{username}' ? username : code),
  )
}

/** A readable text of a pool's HTML template, for mail programs that do not show HTML. */
function textOf(markup: string): string {
  return markup
    .replace(/<(?:br|\/p|\/div|\/h[1-6]|\/li|\/tr)[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (entity, name: string) => entities[name] ?? entity)
    .trim()
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ', amp: '&' }

/** A line break ends a header, so a value with one could begin another header. */
const singleLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
