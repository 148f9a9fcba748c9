import type { RequestListener, Server } from 'node:http'
import formBody from '@fastify/formbody'
import type { OmniauthSettings } from '@poolhouse/omniauth'
import type { SqliteAccountStore } from '@poolhouse/omniauth/accounts/sqlite'
import fastify, { type FastifyInstance } from 'fastify'
import type { Site } from '#pages/layout'
import type { ForgeDatabase } from '#storage/database'
import type { Clock } from '../clock.ts'
import { authorizeOrigin, iconOrigin } from '../configuration.ts'
import type { Log } from '../log.ts'
import type { Keys } from '../secrets.ts'
import { accountRoutes } from './account-routes.ts'
import { loadAssets, serveAssets } from './assets.ts'
import { authorizeLinkRoutes } from './authorize-link-routes.ts'
import { cookiesFor } from './cookies.ts'
import { errorPages, malformedAddressPage } from './error-pages.ts'
import { guardForms } from './forgery-guard.ts'
import { passwordRoutes } from './password-routes.ts'
import { profileRoutes } from './profile-routes.ts'
import { providerSignIn } from './provider-sign-in.ts'
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
  settings: OmniauthSettings
  externalUrl: URL
  fetch: typeof globalThis.fetch
}

/** Forge's routes on a server that listens already; `attach` is given what answers its requests. */
export async function buildApp(
  services: AppServices,
  { server, attach }: { server: Server; attach: (listener: RequestListener) => void },
): Promise<FastifyInstance> {
  const { db, settings, externalUrl, log } = services
  const assets = loadAssets()
  const site: Site = {
    host: externalUrl.host,
    stylesheet: assets.stylesheet.path,
    icon: assets.icon.path,
    signInScript: assets.signInScript.path,
  }
  const cookies = cookiesFor(externalUrl)
  const headers = securityHeaders({
    externalUrl,
    formOrigins: distinct(settings.providers.map(authorizeOrigin)),
    imageOrigins: distinct(settings.providers.map(({ icon }) => iconOrigin(icon))),
  })
  const app = fastify({
    bodyLimit: 64 * 1024,
    trustProxy: false,
    serverFactory: (listener) => {
      attach(listener)
      return server
    },
    frameworkErrors: (_error, _request, { raw }) =>
      raw.writeHead(400, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(malformedAddressPage(site)),
  })
  app.removeAllContentTypeParsers()
  await app.register(formBody)
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
  errorPages(app, { site, externalUrl, log })
  guardForms(app, { ...services, cookies })
  serveAssets(app, assets)
  const { buttons } = providerSignIn(app, { ...services, site, cookies })
  visitorRoutes(app, { ...services, site, cookies, buttons })
  signUpRoutes(app, { ...services, site, cookies, buttons })
  secondFactorRoutes(app, { ...services, site, cookies })
  twoFactorRoutes(app, { ...services, site, cookies })
  profileRoutes(app, { ...services, site, cookies, buttons })
  accountRoutes(app, { ...services, site, cookies, buttons })
  authorizeLinkRoutes(app, { ...services, site, cookies, buttons })
  passwordRoutes(app, { ...services, site, cookies })
  sessionRoutes(app, { ...services, site, cookies, buttons })
  app.get('/-/health', () => {
    db.prepare('SELECT 1 FROM accounts LIMIT 1').get()
    return { status: 'ok' }
  })
  await app.ready()
  return app
}

const distinct = (origins: readonly (string | undefined)[]) => [
  ...new Set(origins.filter((origin) => origin !== undefined)),
]
