import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { sqliteAccounts } from '@poolhouse/omniauth/accounts/sqlite'
import { verifyPassword } from '#accounts/passwords'
import { type ConfigurationPlaces, readConfiguration, readExternalUrl, StartError } from '#configuration/configuration'
import { reconfiguration } from '#configuration/reconfigure'
import { openControl } from '#control/control-server'
import { type Clock, systemClock } from '#foundation/clock'
import type { Log } from '#foundation/log'
import { loadKeys } from '#foundation/secrets'
import { openDatabase } from '#storage/database'
import { buildApp } from '#web/app'

export interface ForgeOptions extends ConfigurationPlaces {
  host: string
  /** 0: any free port. */
  port: number
  /** The URL of Forge in a browser, such as `https://forge.example.com`. Default: localhost with the port. */
  externalUrl?: string | undefined
  /** Forge's folder: database and secret. */
  dataFolder: string
  log: Log
  clock?: Clock
  /** Sends the requests to providers. */
  fetch?: typeof globalThis.fetch
  /** The flag that sets the port, for the message that the port is taken. */
  portFlag?: string
}

export interface RunningForge {
  url: string
  close(): Promise<void>
}

/** Starts Forge. It checks the whole configuration before it listens. */
export async function startForge(options: ForgeOptions): Promise<RunningForge> {
  const { dataFolder, log, clock = systemClock, fetch = globalThis.fetch } = options
  const inForce = { current: await readConfiguration(options) }
  if (options.externalUrl !== undefined) readExternalUrl(options.externalUrl)
  for (const text of inForce.current.warnings) log.warn('configuration', { text })

  const keys = loadKeys(join(dataFolder, 'secret'))
  const db = openDatabase(join(dataFolder, 'forge.sqlite'))
  const { server, attach } = waitingServer()
  try {
    const port = await listen(server, options)
    const externalUrl = readExternalUrl(options.externalUrl ?? `http://localhost:${port}`)
    const app = await buildApp(
      { db, accounts: sqliteAccounts(db), clock, keys, log, inForce, externalUrl, fetch },
      { server, attach },
    )
    // Prepare the hash for unknown names now, so that the first attempt does not take longer than the next ones.
    await verifyPassword(undefined, '')
    const { useProviders, learn } = app
    const reconfigure = reconfiguration({ log, inForce, useProviders, learn }, options)
    const control = await openControl({ log, reconfigure }, dataFolder)
    const providers = inForce.current.settings.providers.length
    log.info('listening', { url: externalUrl.origin, host: options.host, port, providers })
    const close = async () => {
      await control.close()
      await stop(server)
      await app.fastify.close()
      db.close()
    }
    return { url: externalUrl.origin, close }
  } catch (error) {
    await stop(server)
    db.close()
    throw error
  }
}

/** A server that holds requests until `attach` is called. Forge needs the port for its URL, so it listens first. */
function waitingServer(): { server: Server; attach: (listener: RequestListener) => void } {
  let attach: (listener: RequestListener) => void = () => {}
  const answering = new Promise<RequestListener>((resolve) => {
    attach = resolve
  })
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    answering.then((answer) => answer(request, response))
  })
  return { server, attach }
}

function listen(server: Server, { host, port, portFlag = '--port (or FORGE_PORT)' }: ForgeOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error)
      reject(
        new StartError(`Forge: port ${port} of ${host} is taken. Choose another with ${portFlag}.`, { cause: error }),
      )
    })
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}

/** Waits up to two seconds for requests in progress, then closes their connections. */
function stop(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve()
  return new Promise((resolve) => {
    const hangUp = setTimeout(() => server.closeAllConnections(), 2_000)
    server.close(() => {
      clearTimeout(hangUp)
      resolve()
    })
    server.closeIdleConnections()
  })
}
