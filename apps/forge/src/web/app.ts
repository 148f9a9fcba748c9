import type { RequestListener, Server } from 'node:http'
import formBody from '@fastify/formbody'
import type { SqliteAccountStore } from '@poolhouse/omniauth/accounts/sqlite'
import fastify, { type FastifyInstance } from 'fastify'
import type { InForce } from '#configuration/in-force'
import type { Clock } from '#foundation/clock'
import type { Log } from '#foundation/log'
import type { Keys } from '#foundation/secrets'
import type { Site } from '#pages/frame/layout'
import type { ForgeDatabase } from '#storage/database'
import { adminRoutes } from '#web/admin/admin-routes'
import { loadAssets, serveAssets } from '#web/http/assets'
import { cookiesFor } from '#web/http/cookies'
import { errorPages, malformedAddressPage } from '#web/http/error-pages'
import { guardForms } from '#web/http/forgery-guard'
import { securityHeaders } from '#web/http/security-headers'
import { providerOrigins } from '#web/providers/provider-origins'
import { type ProviderSignIn, providerSignIn } from '#web/providers/provider-sign-in'
import { secondFactorRoutes } from '#web/sign-in/second-factor-routes'
import { signInRoutes } from '#web/sign-in/sign-in-routes'
import { signOutRoutes } from '#web/sign-in/sign-out-routes'
import { signUpRoutes } from '#web/sign-in/sign-up-routes'
import { accountRoutes } from '#web/user-settings/account-routes'
import { authorizeLinkRoutes } from '#web/user-settings/authorize-link-routes'
import { passwordRoutes } from '#web/user-settings/password-routes'
import { profileRoutes } from '#web/user-settings/profile-routes'
import { sessionRoutes } from '#web/user-settings/session-routes'
import { twoFactorRoutes } from '#web/user-settings/two-factor-routes'
import { homeRoutes } from './home-routes.ts'

export interface AppServices {
  db: ForgeDatabase
  accounts: SqliteAccountStore
  clock: Clock
  keys: Keys
  log: Log
  inForce: InForce
  externalUrl: URL
  fetch: typeof globalThis.fetch
}

export interface App {
  fastify: FastifyInstance
  /** Replaces the providers, or throws and changes nothing. */
  useProviders: ProviderSignIn['useProviders']
  /** Asks new providers for their addresses before users need them. */
  learn(): Promise<void>
}

/** Adds Forge's routes to a server that already listens. `attach` gets the function that answers its requests. */
export async function buildApp(
  services: AppServices,
  { server, attach }: { server: Server; attach: (listener: RequestListener) => void },
): Promise<App> {
  const { db, externalUrl, log } = services
  const assets = loadAssets()
  const site: Site = {
    host: externalUrl.host,
    stylesheet: assets.stylesheet.path,
    adminStylesheet: assets.adminStylesheet.path,
    icon: assets.icon.path,
    signInScript: assets.signInScript.path,
  }
  const cookies = cookiesFor(externalUrl)
  const headers = () => securityHeaders({ externalUrl, formOrigins: origins.forms(), imageOrigins: origins.images() })
  const app = fastify({
    bodyLimit: 64 * 1024,
    trustProxy: false,
    serverFactory: (listener) => {
      attach(listener)
      return server
    },
    frameworkErrors: (_error, _request, { raw }) =>
      raw.writeHead(400, { ...headers(), 'content-type': 'text/html; charset=utf-8' }).end(malformedAddressPage(site)),
  })
  app.removeAllContentTypeParsers()
  await app.register(formBody)
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers())
    done()
  })
  errorPages(app, { site, externalUrl, log })
  guardForms(app, { ...services, cookies })
  serveAssets(app, assets)
  const signIn = providerSignIn(app, { ...services, site, cookies })
  const origins = providerOrigins(services, signIn.facts)
  const common = { ...services, ...signIn, site, cookies }
  homeRoutes(app, common)
  signInRoutes(app, common)
  signOutRoutes(app, common)
  signUpRoutes(app, common)
  secondFactorRoutes(app, common)
  twoFactorRoutes(app, common)
  profileRoutes(app, common)
  accountRoutes(app, common)
  authorizeLinkRoutes(app, common)
  passwordRoutes(app, common)
  sessionRoutes(app, common)
  adminRoutes(app, common)
  app.get('/-/health', () => {
    db.prepare('SELECT 1 FROM accounts LIMIT 1').get()
    return { status: 'ok' }
  })
  await app.ready()
  await origins.learn()
  return { fastify: app, useProviders: signIn.useProviders, learn: origins.learn }
}
