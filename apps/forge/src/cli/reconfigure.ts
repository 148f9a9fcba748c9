import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import { StartError } from '#configuration/configuration'
import type { Reconfigured } from '#configuration/reconfigure'
import { controlPath } from '#control/control-path'

/**
 * Tells the Forge that runs on a data folder to take up its configuration, and answers what changed, a line each.
 * @throws {StartError} when no Forge runs there, or when the configuration is refused
 */
export async function reconfigure(dataFolder: string): Promise<string[]> {
  const answer = await askForge(dataFolder)
  if (answer.outcome === 'refused')
    throw new StartError(`${answer.message}\nForge goes on with the configuration that it had.`)
  const { source, changes, warnings } = answer
  return [
    changes.length === 0 ? `Nothing has changed in ${source}.` : `Forge has taken up ${source}:`,
    ...changes.map((change) => `  ${change}`),
    ...warnings.map((warning) => `warning: ${warning}`),
  ]
}

function askForge(dataFolder: string): Promise<Reconfigured> {
  const notRunning = (cause?: unknown) =>
    new StartError(
      `No Forge that can be reached runs on ${dataFolder}. Start it, or name its folder with --data (POOLHOUSE_DATA).`,
      { cause },
    )
  const socketPath = controlPath(dataFolder)
  if (socketPath === undefined) throw notRunning()
  return new Promise((resolve, reject) => {
    request({ socketPath, path: '/reconfigure', method: 'POST' }, (response) => {
      if (response.statusCode === 200) return resolve(json(response) as Promise<Reconfigured>)
      response.resume()
      reject(new StartError('Forge could not take up its configuration, and goes on as it was; its log says why.'))
    })
      .once('error', (error: NodeJS.ErrnoException) =>
        reject(['ENOENT', 'ECONNREFUSED'].includes(error.code ?? '') ? notRunning(error) : error),
      )
      .end()
  })
}
