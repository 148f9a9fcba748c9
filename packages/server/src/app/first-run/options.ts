import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { mustKnowOptions } from '../cli/command.ts'
import { ConfigError } from '../config/config.ts'

/** Where the first run listens, and where it stores its data. */
export interface FirstRunOptions {
  readonly host: string
  readonly port: number
  readonly forgePort: number
  /** Without a slash at the end. */
  readonly publicUrl: string
  readonly forgeUrl: string
  /** Absolute. */
  readonly data: string
  /** The application's program. It starts after its configuration is written. Tests have none. */
  readonly application: string | undefined
}

export const firstRunHelp = `Starts Poolhouse, and Forge, an example application whose users sign in at Poolhouse. The first run
creates a user pool, an app client and a user, and writes Forge's gitlab.rb. Later runs use the same data.

usage: npm start [-- options]

  --port PORT          the port of Poolhouse (POOLHOUSE_PORT, default 9229)
  --forge-port PORT    the port of Forge (FORGE_PORT, default 3000)
  --host ADDRESS       the address both listen on (POOLHOUSE_HOST, default 127.0.0.1)
  --public-url URL     the URL at which browsers reach Poolhouse (POOLHOUSE_PUBLIC_URL, default http://localhost:PORT)
  --data FOLDER        the folder for all data (POOLHOUSE_DATA, default ./data)`

/** Reads the options. Flags override the environment. Returns `help` for --help. @throws ConfigError that names the wrong flag */
export function readOptions(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): FirstRunOptions | 'help' {
  const flags = parse(words)
  if (flags.help) return 'help'
  const port = readPort(flags.port ?? environment['POOLHOUSE_PORT'] ?? '9229', '--port')
  const forgePort = readPort(flags['forge-port'] ?? environment['FORGE_PORT'] ?? '3000', '--forge-port')
  if (port === forgePort)
    throw new ConfigError(`Poolhouse and Forge can not both listen on port ${port}. Choose another with --forge-port.`)
  const publicUrl = flags['public-url'] ?? environment['POOLHOUSE_PUBLIC_URL'] ?? `http://localhost:${port}`
  return {
    host: flags.host ?? environment['POOLHOUSE_HOST'] ?? '127.0.0.1',
    port,
    forgePort,
    publicUrl: publicUrl.replace(/\/+$/, ''),
    forgeUrl: `http://localhost:${forgePort}`,
    data: resolve(flags.data ?? environment['POOLHOUSE_DATA'] ?? './data'),
    application: flags.application,
  }
}

const options = {
  port: { type: 'string' },
  'forge-port': { type: 'string' },
  host: { type: 'string' },
  'public-url': { type: 'string' },
  data: { type: 'string' },
  application: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

function parse(words: readonly string[]) {
  try {
    mustKnowOptions(Object.keys(options), words)
    const { values } = parseArgs({ args: [...words], strict: true, options })
    return values
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : String(error)}\n\n${firstRunHelp}`)
  }
}

function readPort(text: string, flag: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new ConfigError(`${flag} must be a port from 1 to 65535, not "${text}".`)
  return port
}
