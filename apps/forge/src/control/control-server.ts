import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import type { Reconfigured } from '#configuration/reconfigure'
import type { Log } from '#foundation/log'
import { controlFolder, controlPath } from './control-path.ts'

export interface Control {
  close(): Promise<void>
}

/**
 * Listens for `forge reconfigure` on the socket of the data folder. Forge replaces a socket that a stopped Forge left. When
 * another Forge serves the socket, this one runs without it and logs a warning.
 */
export async function openControl(
  { log, reconfigure }: { log: Log; reconfigure: () => Promise<Reconfigured> },
  dataFolder: string,
): Promise<Control> {
  const path = controlPath(dataFolder)
  const without = (text: string): Control => {
    log.warn('control', { text: `${text}. forge reconfigure cannot reach this Forge: restart it after a change.` })
    return { close: async () => {} }
  }
  if (path === undefined) return without('The path of the data folder is too long for a socket')
  const isPipe = process.platform === 'win32'
  if (!isPipe) {
    mkdirSync(controlFolder(dataFolder), { recursive: true, mode: 0o700 })
    chmodSync(controlFolder(dataFolder), 0o700)
  }
  const server = controlServer({ log, reconfigure })
  if (!(await listen(server, path))) {
    if (isPipe || (await isServed(path))) return without('Another Forge runs on this data folder')
    rmSync(path, { force: true })
    if (!(await listen(server, path))) return without('Another Forge runs on this data folder')
  }
  return {
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function controlServer({ log, reconfigure }: { log: Log; reconfigure: () => Promise<Reconfigured> }): Server {
  return createServer({ requestTimeout: 10_000 }, async (request, response) => {
    request.resume()
    if (request.method !== 'POST' || request.url !== '/reconfigure') {
      response.writeHead(404).end()
      return
    }
    try {
      const answer = JSON.stringify(await reconfigure())
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer)
    } catch (error) {
      log.error('reconfigure-failed', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
      response.writeHead(500).end()
    }
  })
}

/** Returns false when the socket exists already. */
function listen(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error))
    server.once('error', failed)
    server.listen(path, () => {
      server.off('error', failed)
      resolve(true)
    })
  })
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
