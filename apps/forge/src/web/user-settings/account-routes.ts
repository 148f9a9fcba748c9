import { accountTexts } from '@poolhouse/omniauth'
import type { SqliteAccountStore } from '@poolhouse/omniauth/accounts/sqlite'
import type { FastifyInstance } from 'fastify'
import { isPrimary, unlinkIdentity } from '#accounts/unlink-identity'
import type { InForce } from '#configuration/in-force'
import type { Log } from '#foundation/log'
import type { Site } from '#pages/frame/layout'
import type { ProviderButton } from '#pages/sign-in/sign-in'
import { accountPage, accountPaths, type Connection } from '#pages/user-settings/account'
import { hasTwoFactor } from '#two-factor/authenticators'
import { countRecoveryCodes } from '#two-factor/recovery-codes'
import { formText } from '#web/http/forgery-guard'
import { sendPage } from '#web/visitors/page'
import { forSignedIn, frameOf, redirectWith } from '#web/visitors/signed-in'
import type { VisitorServices } from '#web/visitors/visitor'

interface Services extends VisitorServices {
  accounts: SqliteAccountStore
  inForce: InForce
  site: Site
  log: Log
  providers(): readonly ProviderButton[]
}

/** The account page: two-factor authentication and connected providers. */
export function accountRoutes(app: FastifyInstance, services: Services): void {
  const { db, inForce, log, site } = services

  app.get(
    accountPaths.page,
    forSignedIn(services, (context) => {
      const { id } = context.visitor.session.account
      const view = {
        ...frameOf(services, context),
        accountId: id,
        hasTwoFactor: hasTwoFactor(db, id),
        codesLeft: countRecoveryCodes(db, id),
        connections: connectionsOf(services, id),
      }
      return sendPage(context.reply, accountPage(site, view))
    }),
  )

  app.post(
    accountPaths.unlink,
    forSignedIn(services, (context) => {
      const accountId = context.visitor.session.account.id
      const provider = formText(context.request.body, 'provider')
      const answer = unlinkIdentity({ ...services, settings: inForce.current.settings }, { accountId, provider })
      if (answer === 'not-linked') {
        context.reply.callNotFound()
        return context.reply
      }
      if (answer === 'primary')
        return redirectWith(services, context, {
          to: accountPaths.page,
          kind: 'alert',
          text: accountTexts.unlinkRefused,
        })
      log.info('identity-unlinked', { account: accountId, provider })
      return context.reply.redirect(accountPaths.page, 303)
    }),
  )
}

/** The configured providers in their order, then the providers that are no longer configured but have an identity. */
function connectionsOf(services: Services, accountId: string): Connection[] {
  const identities = services.accounts.now.identities(accountId)
  const uidAt = (provider: string) => identities.find((identity) => identity.provider === provider)?.uid
  const judging = { ...services, settings: services.inForce.current.settings }
  const primary = (provider: string) => uidAt(provider) !== undefined && isPrimary(judging, { accountId, provider })
  const providers = services.providers()
  const gone = identities.filter(({ provider }) => !providers.some(({ name }) => name === provider))
  return [
    ...providers.map((button) => ({ ...button, uid: uidAt(button.name), isPrimary: primary(button.name) })),
    ...gone.map(({ provider, uid }) => ({
      name: provider,
      label: provider,
      icon: undefined,
      requestPath: undefined,
      uid,
      isPrimary: primary(provider),
    })),
  ]
}
