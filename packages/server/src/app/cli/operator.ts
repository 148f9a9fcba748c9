import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load-config.ts'
import { loadMasterKeys } from '../config/master-key.ts'
import { type Foundation, openFoundation } from '../services.ts'
import type { CommandInput } from './command.ts'

/** The configuration from a command's flags and the environment. */
export function configOf({ flags, environment }: Pick<CommandInput, 'flags' | 'environment'>): Config {
  const file = flags['config'] ?? environment['POOLHOUSE_CONFIG']
  return loadConfig({
    file: typeof file === 'string' ? file : undefined,
    environment,
    flags: {
      mode: flags['development'] === true ? 'development' : undefined,
      host: flags['host'],
      port: flags['port'],
      publicUrl: flags['public-url'],
      data: flags['data'],
      database: flags['database'],
      masterKey: {
        file: flags['master-key-file'],
        allowBesideData: flags['allow-master-key-beside-data'],
      },
    },
  })
}

/** Opens the configured database, runs an operator's work, and closes the database. */
export async function asOperator(input: CommandInput, work: (foundation: Foundation) => Promise<void>): Promise<void> {
  const config = configOf(input)
  // Only the server checks where the key is stored. An operator's command just uses the server's key.
  const masterKeys = loadMasterKeys({ ...config, mode: 'development' }, input.environment)
  const foundation = await openFoundation({ config, masterKeys })
  try {
    await work(foundation)
  } finally {
    await foundation.close()
  }
}
