import type { FastifyInstance } from 'fastify'
import { findPasswordHash } from '#accounts/stored-passwords'
import type { Site } from '#pages/frame/layout'
import { type HomeView, homePage } from '#pages/home'
import type { Session } from '#sessions/sessions'
import type { Flash } from '#web/visitors/flash'
import { preparePage, sendPage } from '#web/visitors/page'
import { readVisitor, type VisitorServices } from '#web/visitors/visitor'

interface Services extends VisitorServices {
  site: Site
  labelOf(provider: string): string
}

/** The start page: it shows the account of the signed-in user. */
export function homeRoutes(app: FastifyInstance, services: Services): void {
  app.get('/', async (request, reply) => {
    const visitor = await readVisitor(services, request.headers.cookie)
    if (visitor.session === undefined) return reply.redirect('/users/sign_in', 302)
    const token = preparePage(services, visitor, reply)
    const view = await homeView(services, visitor.session, { token, flash: visitor.flash })
    return sendPage(reply, homePage(services.site, view))
  })
}

async function homeView(
  { db, accounts, labelOf }: Services,
  { account, provider }: Session,
  { token, flash }: { token: string; flash: Flash | undefined },
): Promise<HomeView> {
  return {
    authenticityToken: token,
    notice: flash,
    pendingApproval: account.admin ? (await accounts.countByState()).blocked_pending_approval : undefined,
    account: { ...account, passwordAutomaticallySet: findPasswordHash(db, account.id) === undefined },
    signedInWith: provider && labelOf(provider),
    identities: (await accounts.identities(account.id)).map((identity) => ({
      label: labelOf(identity.provider),
      externUid: identity.uid,
    })),
  }
}
