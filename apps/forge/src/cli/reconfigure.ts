import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import { StartError } from '#configuration/configuration'
import type { Reconfigured } from '#configuration/reconfigure'
import { controlPath } from '#control/control-path'

/**
 * Asks the running Forge of a data folder to reload its configuration. Returns the changes, one line each.
 * @throws {StartError} when no Forge runs there, or when the configuration is refused
 */
export async function reconfigure(dataFolder: string): Promise<string[]> {
  const answer = await askForge(dataFolder)
  if (answer.outcome === 'refused') throw new StartError(`${answer.message}\nForge keeps its current configuration.`)
  const { source, changes, warnings } = answer
  return [
    changes.length === 0 ? `Nothing changed in ${source}.` : `Forge reloaded ${source}:`,
    ...changes.map((change) => `  ${change}`),
    ...warnings.map((warning) => `warning: ${warning}`),
  ]
}

function askForge(dataFolder: string): Promise<Reconfigured> {
  const notRunning = (cause?: unknown) =>
    new StartError(
      `No running Forge found for ${dataFolder}. Start Forge, or name its folder with --data (POOLHOUSE_DATA).`,
      { cause },
    )
  const socketPath = controlPath(dataFolder)
  if (socketPath === undefined) throw notRunning()
  return new Promise((resolve, reject) => {
    request({ socketPath, path: '/reconfigure', method: 'POST' }, (response) => {
      if (response.statusCode === 200) return resolve(json(response) as Promise<Reconfigured>)
      response.resume()
      reject(new StartError('Forge failed to reload its configuration and keeps the current one. See its log.'))
    })
      .once('error', (error: NodeJS.ErrnoException) =>
        reject(['ENOENT', 'ECONNREFUSED'].includes(error.code ?? '') ? notRunning(error) : error),
      )
      .end()
  })
}
