import { frameFor, mailboxPage, mailPage, mailTime } from '@poolhouse/pages'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Address } from 'postal-mime'
import type { Mailbox, StoredMail } from './mailbox.ts'

const pagePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"

/** The policy for the HTML of a mail: it runs and fetches nothing. Even when opened directly, it has no access to this origin. */
const mailPolicy = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"

const frame = frameFor('en')

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/**
 * The mailbox's pages. Mails contain codes, so only this machine may read them: the connection must come from loopback. The host
 * must be a name of this machine, because another site's name may also resolve to it (DNS rebinding).
 */
export function mailboxRoutes(mailbox: Mailbox, { publicUrl }: { publicUrl: string }) {
  const hosts = new Set(['localhost', '127.0.0.1', '[::1]', new URL(publicUrl).hostname])
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', async (request, reply) => {
      if (!loopback.has(request.ip) || !hosts.has(hostOf(request))) {
        return reply
          .status(403)
          .type('text/plain')
          .send('The development mailbox can only be read from the machine that runs Poolhouse.\n')
      }
      reply.headers({
        'cache-control': 'no-store',
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'content-security-policy': pagePolicy,
      })
      return undefined
    })
    app.get('/mailbox', async (_request, reply) => {
      const mails = await mailbox.list()
      return html(reply, mailboxPage({ ...frame, messages: mails.map(entry), links: { refresh: '/mailbox' } }))
    })
    app.get<{ Params: { id: string } }>('/mailbox/:id', async ({ params }, reply) => {
      const found = await mailbox.find(params.id)
      if (!found) return reply.status(404).type('text/plain').send('This mail does not exist.\n')
      const { mail } = found
      const page = mailPage({
        ...frame,
        subject: mail.subject ?? '',
        headers: [
          { name: 'From', value: addresses(mail.from) },
          { name: 'To', value: addresses(mail.to) },
          { name: 'Date', value: mailTime(found.receivedAt) },
        ],
        ...(mail.text !== undefined && { text: mail.text }),
        ...(mail.html !== undefined && { htmlSrc: `/mailbox/${found.id}/html` }),
        links: { mailbox: '/mailbox' },
      })
      return html(reply, page)
    })
    app.get<{ Params: { id: string } }>('/mailbox/:id/html', async ({ params }, reply) => {
      const found = await mailbox.find(params.id)
      if (found?.mail.html === undefined)
        return reply.status(404).type('text/plain').send('This mail does not exist.\n')
      return html(reply.header('content-security-policy', mailPolicy), found.mail.html)
    })
  }
}

const html = (reply: FastifyReply, page: string): FastifyReply => reply.type('text/html; charset=utf-8').send(page)

const hostOf = (request: FastifyRequest): string => request.hostname.replace(/:\d+$/, '')

const entry = ({ id, receivedAt, mail }: StoredMail) => ({
  href: `/mailbox/${id}`,
  from: addresses(mail.from),
  to: addresses(mail.to),
  subject: mail.subject ?? '',
  time: receivedAt,
})

function addresses(given: Address | Address[] | undefined): string {
  const list = given === undefined ? [] : Array.isArray(given) ? given : [given]
  return list.map(({ name, address }) => (name ? `${name} <${address ?? ''}>` : (address ?? ''))).join(', ')
}
