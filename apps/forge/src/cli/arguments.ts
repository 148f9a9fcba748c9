import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { omnibusVariable, StartError } from '#configuration/configuration'
import { type UserVerb, userVerbs } from './change-user.ts'

export const usage = `Forge, an example application that signs people in with @poolhouse/omniauth.

  forge [serve]      serve Forge
  forge create-user  create an account with a password (from standard input, or generated)
      --username NAME --email ADDRESS [--name "FULL NAME"] [--admin]
  forge user promote NAME   make a user an administrator
  forge user demote NAME    revoke the role of administrator
  forge user disable-two-factor NAME   for a user who lost phone and recovery codes
  forge reconfigure  reload the configuration of the running Forge, without a restart

  --port PORT      default 3000 (FORGE_PORT)
  --host HOST      address to listen on, default 127.0.0.1 (FORGE_HOST)
  --url URL        Forge's URL in a browser, default http://localhost:PORT (FORGE_URL)
  --data FOLDER    default ./data (POOLHOUSE_DATA); Forge keeps its files in FOLDER/forge
  --config FILE    gitlab.rb, gitlab.yml or values of the Helm chart (FORGE_CONFIG); default: the text in
                   GITLAB_OMNIBUS_CONFIG, else FOLDER/gitlab.rb
  --directory FILE people of a directory, in YAML, for omniauth_auto_link_ldap_user (FORGE_DIRECTORY)
  --log FILE       append the log to this file, default standard error (FORGE_LOG)
`

export type Arguments =
  | { command: 'help' }
  | {
      command: 'serve'
      host: string
      port: number
      externalUrl: string | undefined
      dataFolder: string
      configFile: string
      omnibusConfig: string | undefined
      directoryFile: string | undefined
      logFile: string | undefined
    }
  | { command: 'create-user'; dataFolder: string; username: string; email: string; name: string; admin: boolean }
  | { command: 'user'; dataFolder: string; username: string; verb: UserVerb }
  | { command: 'reconfigure'; dataFolder: string }

/** Reads the command line. A flag overrides the environment. */
export function readArguments(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Arguments {
  const { values, positionals } = parse(argv)
  if (values.help) return { command: 'help' }
  const data = resolve(values.data ?? env['POOLHOUSE_DATA'] ?? 'data')
  const dataFolder = join(data, 'forge')
  const [command = 'serve', ...rest] = positionals
  if (command === 'user') return readUserCommand(rest, dataFolder)
  if (rest.length > 0) throw new StartError(`Too many arguments: ${rest.join(' ')}\n\n${usage}`)
  if (command === 'create-user') {
    const { username, email } = values
    if (!username || !email) throw new StartError('create-user needs --username and --email.')
    return { command, dataFolder, username, email, name: values.name ?? username, admin: values.admin ?? false }
  }
  if (command === 'reconfigure') return { command, dataFolder }
  if (command !== 'serve') throw new StartError(`Unknown command ${command}.\n\n${usage}`)
  const configFile = values.config ?? env['FORGE_CONFIG']
  const directoryFile = values.directory ?? env['FORGE_DIRECTORY']
  return {
    command,
    host: values.host ?? env['FORGE_HOST'] ?? '127.0.0.1',
    port: readPort(values.port ?? env['FORGE_PORT'] ?? '3000'),
    externalUrl: values.url ?? env['FORGE_URL'],
    dataFolder,
    configFile: resolve(configFile ?? join(data, 'gitlab.rb')),
    omnibusConfig: configFile === undefined ? env[omnibusVariable] : undefined,
    directoryFile: directoryFile === undefined ? undefined : resolve(directoryFile),
    logFile: values.log ?? env['FORGE_LOG'],
  }
}

function readUserCommand([word, username, ...more]: readonly string[], dataFolder: string): Arguments {
  const verb = userVerbs.find((known) => known === word)
  if (verb === undefined || username === undefined || more.length > 0)
    throw new StartError(`user needs one of ${userVerbs.join(', ')} and a username, such as: forge user promote dora`)
  return { command: 'user', dataFolder, username, verb }
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const
  const options = {
    port: text,
    host: text,
    url: text,
    data: text,
    config: text,
    directory: text,
    log: text,
    username: text,
    email: text,
    name: text,
  }
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { ...options, admin: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new StartError(`--port (or FORGE_PORT) should be a number from 0 to 65535 (got "${text}")`)
  return port
}
