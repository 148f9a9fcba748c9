import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load-config.ts'
import { loadMasterKeys } from '../config/master-key.ts'
import { type Foundation, openFoundation } from '../services.ts'
import type { CommandInput } from './command.ts'

/** The configuration that a command's flags and the environment give. */
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

/** Runs an operator's work on the database that the configuration names, and closes it again. */
export async function asOperator(input: CommandInput, work: (foundation: Foundation) => Promise<void>): Promise<void> {
  const config = configOf(input)
  // Where the key may lie is a question to the server; an operator's command needs the key the server uses.
  const masterKeys = loadMasterKeys({ ...config, mode: 'development' }, input.environment)
  const foundation = await openFoundation({ config, masterKeys })
  try {
    await work(foundation)
  } finally {
    await foundation.close()
  }
}
