import { loadMasterKeys } from '../config/master-key.ts'
import { startServer } from '../server.ts'
import { untilStopSignal } from '../signals.ts'
import { type Command, configOptions } from './command.ts'
import { configOf } from './operator.ts'

export const serve: Command = {
  name: 'serve',
  summary: 'Serve the API, the OAuth endpoints and managed login',
  options: {
    host: { type: 'string', value: 'ADDRESS', help: 'the address to listen on (default 127.0.0.1)' },
    port: { type: 'string', value: 'PORT', help: 'the port to listen on (default 9229)' },
    'public-url': {
      type: 'string',
      value: 'URL',
      help: 'the URL at which browsers reach the server (default http://localhost:PORT)',
    },
    development: { type: 'boolean', help: 'development mode: allow settings that are not safe in production' },
    'allow-master-key-beside-data': { type: 'boolean', help: 'allow the master key in the data folder' },
    ...configOptions,
  },
  async run(input) {
    const config = configOf(input)
    const server = await startServer({ config, masterKeys: loadMasterKeys(config, input.environment) })
    input.print(`Poolhouse serves ${config.publicUrl} (listening on ${server.address}).`)
    await untilStopSignal()
    await server.close()
  },
}
