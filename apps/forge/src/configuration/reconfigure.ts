import { existsSync } from 'node:fs'
import { ConfigurationError, type OmniauthSettings } from '@poolhouse/omniauth'
import type { Log } from '#foundation/log'
import { configurationChanges } from './changes.ts'
import { type ConfigurationPlaces, omnibusVariable, readConfiguration, StartError } from './configuration.ts'
import type { InForce } from './in-force.ts'

export type Reconfigured =
  /** `changes`: a line each, none of them secret. */
  | { outcome: 'changed'; source: string; changes: readonly string[]; warnings: readonly string[] }
  /** What was in force before still is. */
  | { outcome: 'refused'; message: string }

interface Services {
  log: Log
  inForce: { -readonly [Key in keyof InForce]: InForce[Key] }
  /** Takes the providers over, or throws and changes nothing. */
  useProviders(providers: OmniauthSettings['providers']): void
  /** Asks what has to be known of new providers before people come. */
  learn(): Promise<void>
}

/**
 * Reads the configuration again and puts it in force for the next request: sessions stay, and sign-ins under way go on. One that is broken is refused
 * with the words that would have kept Forge from starting. Calls that come at once take turns.
 */
export function reconfiguration(services: Services, places: ConfigurationPlaces): () => Promise<Reconfigured> {
  let turn: Promise<unknown> = Promise.resolve()
  return () => {
    const mine = turn.then(() => reconfigure(services, places))
    turn = mine.catch(() => {})
    return mine
  }
}

async function reconfigure(services: Services, places: ConfigurationPlaces): Promise<Reconfigured> {
  const { log, inForce, useProviders, learn } = services
  try {
    if (places.omnibusConfig !== undefined)
      throw new StartError(
        `Forge was started with ${omnibusVariable}, and nobody can change a variable of a running process: start it again, or use --config FILE.`,
      )
    // At the start a missing file means no providers. Here it would take away those that people sign in with.
    if (!existsSync(places.configFile)) throw new StartError(`There is no ${places.configFile} to take up.`)
    const next = await readConfiguration(places)
    const changes = configurationChanges(inForce.current.settings, next.settings)
    useProviders(next.settings.providers)
    inForce.current = next
    await learn()
    log.info('reconfigured', { changes })
    const { source, warnings } = next
    return { outcome: 'changed', source, changes, warnings }
  } catch (error) {
    if (!(error instanceof ConfigurationError || error instanceof StartError)) throw error
    log.warn('reconfigure-refused', { text: error.message })
    return { outcome: 'refused', message: error.message }
  }
}
