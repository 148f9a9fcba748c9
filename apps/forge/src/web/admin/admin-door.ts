import type { SqliteAccountStore } from '@poolhouse/omniauth/accounts/sqlite'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { recordAdminAction } from '#admin/admin-actions'
import type { Log } from '#foundation/log'
import type { Notice } from '#pages/frame/layout'
import type { Session } from '#sessions/sessions'
import { formText } from '#web/http/forgery-guard'
import { flashCookies, readVisitor, type Visitor, type VisitorServices } from '#web/visitors/visitor'

/** A request of an administrator. */
export interface AdminContext {
  request: FastifyRequest
  reply: FastifyReply
  visitor: Visitor
  admin: Session['account']
  /** A parameter of the path, such as `id`. */
  part(name: string): string
  /** A field of the query. */
  query(name: string): string
  /** A field of the form. */
  field(name: string): string
}

/** The result of a change: the next page, its notice, and the entry for the list of actions. */
export interface AdminChange extends Notice {
  to: string
  /** Undefined when nothing changed. */
  done?: { action: string; subject: string }
}

/** Registers every route of the admin area. As in GitLab, users who are not administrators get 404. */
export interface AdminDoor {
  page(path: string, answer: (context: AdminContext) => Promise<string | undefined>): void
  /** Writes the change and its entry in the list of actions in one transaction. */
  change(path: string, make: (context: AdminContext) => AdminChange | undefined): void
}

interface Services extends VisitorServices {
  accounts: SqliteAccountStore
  externalUrl: URL
  log: Log
}

export function adminDoor(app: FastifyInstance, services: Services): AdminDoor {
  const { log } = services
  const enter = async (
    request: FastifyRequest,
    reply: FastifyReply,
    go: (context: AdminContext) => Promise<FastifyReply | undefined>,
  ): Promise<FastifyReply> => {
    const visitor = await readVisitor(services, request.headers.cookie)
    const admin = visitor.session?.account
    const answered = admin?.admin === true ? await go(contextOf({ request, reply, visitor, admin })) : undefined
    if (answered === undefined) reply.callNotFound()
    return reply
  }
  return {
    page(path, answer) {
      app.get(path, (request, reply) =>
        enter(request, reply, async (context) => {
          const text = await answer(context)
          return text === undefined ? undefined : reply.type('text/html; charset=utf-8').send(text)
        }),
      )
    },
    change(path, make) {
      app.post(path, (request, reply) =>
        enter(request, reply, async (context) => {
          const change = makeAndRecord(services, context, make)
          if (change === undefined) return undefined
          const { to, done, ...notice } = change
          if (done !== undefined) log.info('admin-action', { admin: context.admin.id, ...done })
          reply.header('set-cookie', flashCookies(services, context.visitor, notice))
          return reply.redirect(to, 303)
        }),
      )
    },
  }
}

function contextOf(context: Pick<AdminContext, 'request' | 'reply' | 'visitor' | 'admin'>): AdminContext {
  const { params, query, body } = context.request
  return {
    ...context,
    part: (name) => formText(params, name),
    query: (name) => formText(query, name),
    field: (name) => formText(body, name).trim(),
  }
}

/** One transaction for the checks and the write. It checks again that the user is still an administrator. */
function makeAndRecord(
  { db, accounts, clock }: Services,
  context: AdminContext,
  make: (context: AdminContext) => AdminChange | undefined,
): AdminChange | undefined {
  const together = db.transaction(() => {
    const admin = accounts.now.find(context.admin.id)
    const change = admin?.admin === true && admin.state === 'active' ? make(context) : undefined
    if (change?.done !== undefined)
      recordAdminAction(db, { at: clock.now(), actor: context.admin.username, ...change.done })
    return change
  })
  return together.immediate()
}
