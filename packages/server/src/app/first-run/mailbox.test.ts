import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#foundation/clock'
import { seededRandom } from '#foundation/crypto/random'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { mailboxRoutes } from './mailbox-routes.ts'

let folder = ''
let mailbox: Mailbox
const clock = fixedClock(Date.UTC(2026, 10, 23))
const services = { clock, random: seededRandom('mailbox') }

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'poolhouse-mailbox-'))
  mailbox = await openMailbox(services, { folder })
})
afterEach(async () => {
  await mailbox.close()
  rmSync(folder, { recursive: true, force: true })
})

async function send(subject: string, html = '<p>Hello</p>'): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: mailbox.port })
  await transport.sendMail({ from: 'a@example.com', to: 'b@example.com', subject, text: 'Hello', html })
  transport.close()
  clock.advance(1_000)
}

test('lists the delivered mails, newest first, also after a restart', async () => {
  await send('one')
  await send('two')
  expect((await mailbox.list()).map(({ mail }) => mail.subject)).toEqual(['two', 'one'])
  await mailbox.close()
  mailbox = await openMailbox(services, { folder })
  expect((await mailbox.list()).map(({ mail }) => mail.subject)).toEqual(['two', 'one'])
})

test('an id that is a path finds nothing', async () => {
  await send('one')
  expect(await mailbox.find('../mailbox/x')).toBeUndefined()
  expect(await mailbox.find('/etc/passwd')).toBeUndefined()
})

describe('the pages', () => {
  const serve = async () => {
    const app = Fastify()
    await app.register(mailboxRoutes(mailbox, { publicUrl: 'http://localhost:9229' }))
    return app
  }

  test('list the mails, and show one mail with its HTML in a sandbox', async () => {
    await send('Hello <script>', '<script>alert(1)</script><p>Hi</p>')
    const app = await serve()
    const list = await app.inject({ url: '/mailbox', headers: { host: 'localhost:9229' } })
    expect(list.body).toContain('Hello &lt;script&gt;')
    const [{ id = '' } = {}] = await mailbox.list()
    const page = await app.inject({ url: `/mailbox/${id}`, headers: { host: 'localhost:9229' } })
    expect(page.body).toContain(`/mailbox/${id}/html`)
    expect(page.body).not.toContain('<script>alert')
    const part = await app.inject({ url: `/mailbox/${id}/html`, headers: { host: 'localhost:9229' } })
    expect(part.headers['content-security-policy']).toMatch(/^sandbox;/)
  })

  test.each([
    ['another host that resolves here (DNS rebinding)', { headers: { host: 'evil.example' } }],
    ['another machine', { headers: { host: 'localhost:9229' }, remoteAddress: '192.0.2.1' }],
  ])('are refused to %s [A88]', async (_case, request) => {
    const app = await serve()
    expect((await app.inject({ url: '/mailbox', ...request })).statusCode).toBe(403)
  })
})
