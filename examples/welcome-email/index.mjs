import { createTransport } from 'nodemailer'

/**
 * A PostConfirmation function that also runs on AWS Lambda. It sends a welcome e-mail to a new user. Its environment names the
 * SMTP server (SMTP_URL, or SMTP_HOST and SMTP_PORT) and the sender (MAIL_FROM).
 */
const {
  SMTP_URL,
  SMTP_HOST = 'localhost',
  SMTP_PORT = '25',
  MAIL_FROM = 'Welcome <welcome@poolhouse.localhost>',
} = process.env

const transport = createTransport({
  ...(SMTP_URL ? { url: SMTP_URL } : { host: SMTP_HOST, port: Number(SMTP_PORT) }),
  connectionTimeout: 3_000,
  greetingTimeout: 3_000,
  socketTimeout: 3_000,
})

export const handler = async (event) => {
  const { email, given_name: name } = event.request.userAttributes
  // The same trigger also runs after a password reset. That user is not new.
  if (event.triggerSource === 'PostConfirmation_ConfirmSignUp' && email) {
    await transport.sendMail({
      from: MAIL_FROM,
      to: { name: '', address: email },
      subject: 'Welcome!',
      text: `Hello${name ? ` ${name}` : ''},\n\nyour account is ready. It is good to have you here.\n`,
    })
  }
  return event
}
