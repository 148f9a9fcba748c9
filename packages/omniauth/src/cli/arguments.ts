import { parseArgs } from 'node:util'

export const overview = `omniauth: tools for sign-in with @poolhouse/omniauth

usage: omniauth <command> [options]

  doctor  check a configuration against the running providers

Run omniauth doctor --help to see its options.
`

export const doctorUsage = `Checks each provider of a configuration against the running provider. It signs in no user and changes nothing.

usage: omniauth doctor [FILE] --url URL [options]

  FILE                  gitlab.rb or gitlab.yml; default: the variable GITLAB_OMNIBUS_CONFIG
  --url URL             the application's address, such as https://app.example.com
  --path-prefix PATH    the path before the provider names, default /users/auth
  --environment NAME    the environment to read from a gitlab.yml, default production
  --aws-profile NAME    also compare the app client in the Cognito API, with this AWS profile
                        (needs npm i @aws-sdk/client-cognito-identity-provider)
  --region NAME         the region of the Cognito API, default: the profile's
  --endpoint URL        the address of the Cognito API, default: AWS's; for Poolhouse, the server's address
  --json                print the findings as JSON
  --help                show this text

Exit codes: 0 no problems, 1 problems found, 2 invalid command.
`

export interface DoctorArguments {
  readonly command: 'doctor'
  readonly file: string | undefined
  readonly url: URL
  readonly pathPrefix: string
  readonly environment: string | undefined
  readonly aws: { readonly profile: string; readonly region?: string; readonly endpoint?: string } | undefined
  readonly json: boolean
}

export type Arguments = { readonly command: 'help'; readonly text: string } | DoctorArguments

/** An invalid command line. The message says what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export function readArguments(words: readonly string[]): Arguments {
  const [command, ...rest] = words
  const asksForHelp = words.some((word) => word === '--help' || word === '-h')
  if (command === undefined || (asksForHelp && command !== 'doctor')) return { command: 'help', text: overview }
  if (command !== 'doctor') throw new UsageError(`Unknown command ${JSON.stringify(command)}.\n\n${overview}`)
  return asksForHelp ? { command: 'help', text: doctorUsage } : readDoctor(rest)
}

function readDoctor(words: readonly string[]): DoctorArguments {
  const { values, positionals } = parsed(words)
  const [file, ...others] = positionals
  if (others.length > 0) throw new UsageError('doctor takes only one file. Run it once for each file.')
  const profile = values['aws-profile']
  const { region, endpoint } = values
  if (profile === undefined && (region ?? endpoint) !== undefined)
    throw new UsageError('--region and --endpoint need --aws-profile. Add --aws-profile NAME.')
  if (endpoint !== undefined && !isWebAddress(endpoint))
    throw new UsageError('--endpoint must be an address such as https://sign-in.example.com.')
  const aws = profile === undefined ? undefined : { profile, ...(region && { region }), ...(endpoint && { endpoint }) }
  return {
    command: 'doctor',
    file,
    url: readUrl(values.url),
    pathPrefix: values['path-prefix'] ?? '/users/auth',
    environment: values.environment,
    aws,
    json: values.json ?? false,
  }
}

const options = {
  url: { type: 'string' },
  'path-prefix': { type: 'string' },
  environment: { type: 'string' },
  'aws-profile': { type: 'string' },
  region: { type: 'string' },
  endpoint: { type: 'string' },
  json: { type: 'boolean' },
} as const

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true })
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown })
  }
}

function readUrl(text: string | undefined): URL {
  if (text === undefined)
    throw new UsageError('--url is missing. Add the address of the application, such as --url https://app.example.com.')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !isWebAddress(text) || url.search + url.hash + url.username !== '')
    throw new UsageError('--url must be an address such as https://app.example.com, without a query.')
  return url
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
