import { type EmailTemplate, invitationTemplate, verificationTemplate } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'

/** What a message says, without the addresses. */
export interface Composed {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** What is put into a template. */
export interface Filling {
  /** The code, or the temporary password. */
  readonly code: string
  /** What the user signs in with. */
  readonly username: string
}

const ignoreIt = 'If you did not ask for this, you can ignore this message.'

/** Proves an address: at sign-up, at a resend, after a change of the address. */
export function verificationMessage(pool: UserPool, filling: Filling): Composed {
  return composed(filling, {
    ...verificationTemplate(pool),
    ownSubject: 'Your verification code',
    own: [['Enter this code to confirm your email address:'], ['{####}'], ['The code works for 24 hours.', ignoreIt]],
  })
}

/** Lets a user set a new password. AWS takes the verification template for it too. */
export function passwordResetMessage(pool: UserPool, filling: Filling): Composed {
  return composed(filling, {
    ...verificationTemplate(pool),
    ownSubject: 'Your password reset code',
    own: [
      ['Enter this code to choose a new password:'],
      ['{####}'],
      ['The code works for one hour.', `${ignoreIt} Your password stays as it is.`],
    ],
  })
}

/** Tells a user whom an operator made how to sign in. */
export function invitationMessage(pool: UserPool, filling: Filling): Composed {
  return composed(filling, {
    ...invitationTemplate(pool),
    ownSubject: 'Your temporary password',
    own: [
      ['An account was made for you. Your username:'],
      ['{username}'],
      ['Your temporary password:'],
      ['{####}'],
      ['You will choose a password of your own when you sign in.'],
    ],
  })
}

interface Template extends EmailTemplate {
  ownSubject: string
  /** Paragraphs of sentences; one that is a placeholder alone stands out. */
  own: readonly (readonly string[])[]
}

function composed(filling: Filling, { subject, message, ownSubject, own }: Template): Composed {
  const title = subject ?? ownSubject
  return {
    subject: singleLine(filled(title, filling, (text) => text)),
    text: filled(message === undefined ? ownText(own) : textOf(message), filling, (text) => text),
    html: filled(message ?? ownHtml(title, own), filling, escapeHtml),
  }
}

/** One pass: a placeholder inside a filled-in value stays the text that it is. */
function filled(template: string, { code, username }: Filling, form: (text: string) => string): string {
  return template.replace(/\{####\}|\{username\}/g, (placeholder) =>
    form(placeholder === '{username}' ? username : code),
  )
}

const isPlaceholder = (paragraph: readonly string[]): boolean =>
  paragraph.length === 1 && /^\{[^}]+\}$/.test(paragraph[0] ?? '')

const ownText = (paragraphs: Template['own']): string =>
  paragraphs.map((paragraph) => (isPlaceholder(paragraph) ? `    ${paragraph[0]}` : paragraph.join(' '))).join('\n\n')

/** Styles stand in the elements, since mail programs drop style sheets; colours are left to the reader's theme. */
function ownHtml(title: string, paragraphs: Template['own']): string {
  const body = paragraphs.map((paragraph) =>
    isPlaceholder(paragraph)
      ? `<p style="margin:0 0 16px;font:600 24px/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:2px;word-break:break-all">${paragraph[0]}</p>`
      : `<p style="margin:0 0 16px">${escapeHtml(paragraph.join(' '))}</p>`,
  )
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title></head>`,
    '<body style="margin:0;padding:24px"><div style="max-width:480px;margin:0 auto;font:16px/1.5 system-ui,sans-serif">',
    ...body,
    '</div></body></html>',
  ].join('\n')
}

/** A readable text of a pool's HTML template, for those who do not show HTML. */
function textOf(html: string): string {
  return html
    .replace(/<(?:br|\/p|\/div|\/h[1-6]|\/li|\/tr)[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (entity, name: string) => entities[name] ?? entity)
    .trim()
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ', amp: '&' }

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)

/** A header ends at a line break; what a name brings along must not begin another. */
const singleLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
