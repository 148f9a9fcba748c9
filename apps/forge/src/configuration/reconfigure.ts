import { existsSync } from 'node:fs'
import { ConfigurationError, type OmniauthSettings } from '@poolhouse/omniauth'
import type { Log } from '#foundation/log'
import { configurationChanges } from './changes.ts'
import { type ConfigurationPlaces, omnibusVariable, readConfiguration, StartError } from './configuration.ts'
import type { InForce } from './in-force.ts'

export type Reconfigured =
  /** `changes`: one line for each change, without secrets. */
  | { outcome: 'changed'; source: string; changes: readonly string[]; warnings: readonly string[] }
  /** The configuration in force did not change. */
  | { outcome: 'refused'; message: string }

interface Services {
  log: Log
  inForce: { -readonly [Key in keyof InForce]: InForce[Key] }
  /** Replaces the providers, or throws and changes nothing. */
  useProviders(providers: OmniauthSettings['providers']): void
  /** Asks new providers for their addresses before users need them. */
  learn(): Promise<void>
}

/**
 * Reads the configuration again and puts it in force for the next request. Sessions and sign-ins in progress continue.
 * Forge refuses an invalid configuration with the same message as at its start. Parallel calls run one after the other.
 */
export function reconfiguration(services: Services, places: ConfigurationPlaces): () => Promise<Reconfigured> {
  let previous: Promise<unknown> = Promise.resolve()
  return () => {
    const current = previous.then(() => reconfigure(services, places))
    previous = current.catch(() => {})
    return current
  }
}

async function reconfigure(services: Services, places: ConfigurationPlaces): Promise<Reconfigured> {
  const { log, inForce, useProviders, learn } = services
  try {
    if (places.omnibusConfig !== undefined)
      throw new StartError(
        `Forge was started with ${omnibusVariable}. The variable of a running process cannot change: restart Forge, or use --config FILE.`,
      )
    // At the start a missing file means no providers. Here it would remove the providers that users sign in with.
    if (!existsSync(places.configFile)) throw new StartError(`${places.configFile} does not exist.`)
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
