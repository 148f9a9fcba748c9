import { createTransport } from 'nodemailer'
import { isEmail } from '#records/users/attributes'
import type { EmailTransport } from './email-transport.ts'

/** How to reach an SMTP server. */
export interface SmtpSettings {
  readonly host: string
  readonly port: number
  /** Use TLS from the first byte. Otherwise STARTTLS, if the mail server offers it. */
  readonly secure: boolean
  /** Refuse to send without TLS. */
  readonly requireTls: boolean
  readonly user?: string | undefined
  readonly password?: string | undefined
}

/** E-mail by SMTP. @see https://www.rfc-editor.org/rfc/rfc5321 */
export function createSmtpTransport(settings: SmtpSettings): EmailTransport {
  const transport = createTransport({
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    requireTLS: settings.requireTls,
    ...(settings.user === undefined ? {} : { auth: { user: settings.user, pass: settings.password ?? '' } }),
    // An attacker who can forge a certificate can also remove the offer of STARTTLS. So without required TLS, checking the
    // certificate adds no protection, and self-signed certificates are accepted.
    tls: { rejectUnauthorized: settings.secure || settings.requireTls },
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // A template must not make the server read its files or fetch URLs.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ from, replyTo, to, subject, text, html }) {
      // The address was checked when it was stored. Check again: nodemailer could read several recipients from a malformed one.
      if (!isEmail(to))
        throw Object.assign(new Error('The recipient must be exactly one e-mail address.'), { code: 'INVALID_ADDRESS' })
      await transport.sendMail({ from, replyTo, to: { name: '', address: to }, subject, text, html })
    },
    async close() {
      transport.close()
    },
  }
}
