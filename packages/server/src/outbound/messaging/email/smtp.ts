import { createTransport } from 'nodemailer'
import { isEmail } from '#records/users/attributes'
import type { EmailTransport } from './email-transport.ts'

/** How to reach an SMTP server. */
export interface SmtpSettings {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
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
    // TLS that is only taken when offered can be stripped by whoever could forge a certificate, so it need not stop mail
    // servers with a certificate of their own making.
    tls: { rejectUnauthorized: settings.secure || settings.requireTls },
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // A message never reads files or addresses of the server, whatever a template says.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ from, replyTo, to, subject, text, html }) {
      // Stored addresses were checked long ago; nodemailer would read more than one recipient out of what was not.
      if (!isEmail(to)) throw Object.assign(new Error('This is not one e-mail address.'), { code: 'INVALID_ADDRESS' })
      await transport.sendMail({ from, replyTo, to: { name: '', address: to }, subject, text, html })
    },
    async close() {
      transport.close()
    },
  }
}
