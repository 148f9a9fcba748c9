import { createTransport } from 'nodemailer'

/**
 * A PostConfirmation function as it runs on AWS Lambda: greets who has just signed up, by e-mail. The SMTP server stands in its
 * environment: SMTP_URL, or SMTP_HOST and SMTP_PORT; the sender in MAIL_FROM.
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
  // The same trigger also tells of a password that was reset, when there is nobody to welcome.
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
