import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSmtpTransport, type SmtpSettings } from './smtp.ts'

const received: { from: string; to: string[]; content: string; secure: boolean }[] = []
const server = new SMTPServer({
  authOptional: true,
  onData(stream, { envelope, secure }, done) {
    let content = ''
    stream.setEncoding('utf8').on('data', (part: string) => {
      content += part
    })
    stream.on('end', () => {
      const from = envelope.mailFrom ? envelope.mailFrom.address : ''
      received.push({ from, to: envelope.rcptTo.map(({ address }) => address), content, secure })
      done()
    })
  },
})

let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.server.address() as { port: number }).port
})
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))
beforeEach(() => {
  received.length = 0
})

const email = {
  from: 'Poolhouse <no-reply@example.com>',
  to: 'ada@example.com',
  subject: 'Your verification code',
  text: 'code 123456',
  html: '<p>code 123456</p>',
}

async function send(changes: Partial<typeof email> = {}, settings: Partial<SmtpSettings> = {}) {
  const transport = createSmtpTransport({ host: '127.0.0.1', port, secure: false, requireTls: false, ...settings })
  await transport.send({ ...email, ...changes }).finally(() => transport.close())
}

test('sends an e-mail as text and HTML, encrypted if the mail server offers it', async () => {
  await send()
  expect(received).toMatchObject([{ from: 'no-reply@example.com', to: ['ada@example.com'], secure: true }])
  const content = received[0]?.content ?? ''
  expect(content).toMatch(/^From: Poolhouse <no-reply@example\.com>\r?$/m)
  expect(content).toContain('text/plain')
  expect(content).toContain('text/html')
})

test('neither a subject nor an address can add a header or a recipient [A109]', async () => {
  await send({ subject: 'Hello\r\nBcc: all@example.com' })
  expect(received[0]?.to).toEqual(['ada@example.com'])
  expect(received[0]?.content).not.toMatch(/^Bcc:/m)
  for (const to of [
    'ada@example.com, eve@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    '<eve@example.com>',
  ]) {
    await expect(send({ to })).rejects.toMatchObject({ code: 'INVALID_ADDRESS' })
  }
  expect(received.flatMap(({ to }) => to)).not.toContain('eve@example.com')
})

test('if TLS is required, the certificate must be valid', async () => {
  await expect(send({}, { requireTls: true })).rejects.toThrow()
  expect(received).toEqual([])
})
