import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** An SMTP server on loopback. It keeps running when a server under test is killed. */
export interface MailSink {
  readonly port: number
  close(): Promise<void>
}

/** @param received is called for every mail before the sender gets the acknowledgement. */
export async function openMailSink(received: (mail: { to: string; code: string }) => Promise<void>): Promise<MailSink> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo[0]?.address.toLowerCase() ?? ''
        codeIn(Buffer.concat(chunks))
          .then((code) => received({ to, code }))
          .then(
            () => done(),
            (error: Error) => done(error),
          )
      })
    },
  })
  // Ignore errors: these tests kill senders in the middle of a mail.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function codeIn(raw: Buffer): Promise<string> {
  const { text = '' } = await PostalMime.parse(raw)
  return /\b\d{6}\b/.exec(text)?.[0] ?? ''
}
