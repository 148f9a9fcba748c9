import Fastify, { type FastifyInstance } from 'fastify'
import { awsJson } from '#fronts/aws-json/handler'
import { operations } from '#fronts/aws-json/registry'
import { managedLogin } from '#fronts/managed-login/plugin'
import { oauth } from '#fronts/oauth/plugin'
import { probes } from '#fronts/probes/plugin'
import { type Config, ConfigError } from './config/config.ts'
import type { MasterKeys } from './config/master-key.ts'
import { watchConnections } from './connections.ts'
import { createServices, type Services, type Substitutes } from './services.ts'
import { startSweeper } from './sweeper.ts'

/** How long a client may take to send its request, in milliseconds. */
const requestTimeout = 30_000

/** Creates the server with all fronts. It does not listen yet. */
export async function buildServer(
  services: Services,
  { trustedProxies }: Pick<Config, 'trustedProxies'>,
): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    requestTimeout,
    http: { headersTimeout: 10_000 },
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
  })
  await app.register(awsJson({ operations, services }))
  await app.register(oauth({ services }))
  await app.register(managedLogin({ services }))
  await app.register(probes({ services }))
  return app
}

/** A server that listens. */
export interface RunningServer {
  /** `http://127.0.0.1:9229` */
  readonly address: string
  readonly app: FastifyInstance
  readonly services: Services
  /** Finishes running requests, then closes everything. */
  close(): Promise<void>
}

/**
 * Starts a server: services, fronts, listener, courier and sweeper.
 * @param options.routes additional routes, such as the first run's mailbox.
 * @throws ConfigError when the port is already in use.
 */
export async function startServer({
  config,
  masterKeys,
  routes,
  ...substitutes
}: {
  config: Config
  masterKeys: MasterKeys
  routes?: (app: FastifyInstance) => Promise<void>
} & Substitutes): Promise<RunningServer> {
  const services = await createServices({ config, masterKeys, ...substitutes })
  const app = await buildServer(services, config)
  const connections = watchConnections(app.server)
  let address: string
  try {
    if (routes) await app.register(routes)
    address = await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    await app.close()
    await services.close()
    throw portTaken(error, config) ?? error
  }
  services.courier.start()
  const sweeper = startSweeper(services)
  return {
    address,
    app,
    services,
    async close() {
      sweeper.stop()
      connections.end()
      await app.close()
      await services.close()
    },
  }
}

function portTaken(error: unknown, { port }: Config): ConfigError | undefined {
  if ((error as NodeJS.ErrnoException | null)?.code !== 'EADDRINUSE') return undefined
  return new ConfigError(`Port ${port} is already in use. Choose another with --port or POOLHOUSE_PORT.`)
}
