import type { RequestListener, Server } from 'node:http'
import formBody from '@fastify/formbody'
import type { SqliteAccountStore } from '@poolhouse/omniauth/accounts/sqlite'
import fastify, { type FastifyInstance } from 'fastify'
import type { Site } from '#pages/layout'
import type { InForce } from '#settings/in-force'
import type { ForgeDatabase } from '#storage/database'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Keys } from '../secrets.ts'
import { accountRoutes } from './account-routes.ts'
import { adminRoutes } from './admin-routes.ts'
import { loadAssets, serveAssets } from './assets.ts'
import { authorizeLinkRoutes } from './authorize-link-routes.ts'
import { cookiesFor } from './cookies.ts'
import { errorPages, malformedAddressPage } from './error-pages.ts'
import { guardForms } from './forgery-guard.ts'
import { passwordRoutes } from './password-routes.ts'
import { profileRoutes } from './profile-routes.ts'
import { providerOrigins } from './provider-origins.ts'
import { type ProviderSignIn, providerSignIn } from './provider-sign-in.ts'
import { secondFactorRoutes } from './second-factor-routes.ts'
import { securityHeaders } from './security-headers.ts'
import { sessionRoutes } from './session-routes.ts'
import { signUpRoutes } from './sign-up-routes.ts'
import { twoFactorRoutes } from './two-factor-routes.ts'
import { visitorRoutes } from './visitor-routes.ts'

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
  /** Takes other providers over, or throws and changes nothing. */
  useProviders: ProviderSignIn['useProviders']
  /** Asks what has to be known of new providers before people come. */
  learn(): Promise<void>
}

/** Forge's routes on a server that listens already; `attach` is given what answers its requests. */
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
  visitorRoutes(app, common)
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
