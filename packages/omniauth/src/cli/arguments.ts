import { parseArgs } from 'node:util'

export const overview = `omniauth: looks after the sign-in of applications.

usage: omniauth <command> [options]

  doctor  check a configuration against the running providers

omniauth doctor --help tells its options.
`

export const doctorUsage = `Checks each provider of a configuration against the running provider. Nobody signs in, and nothing is changed.

usage: omniauth doctor [FILE] --url URL [options]

  FILE                  gitlab.rb or gitlab.yml; without one, GITLAB_OMNIBUS_CONFIG is read
  --url URL             how people reach the application, such as https://app.example.com
  --path-prefix PATH    where its sign-in lies, default /users/auth
  --environment NAME    the part of a gitlab.yml that has several, default production
  --aws-profile NAME    compare the app client's own configuration, as this profile (npm i @aws-sdk/client-cognito-identity-provider)
  --region NAME         the region to ask, default the profile's
  --endpoint URL        the API to ask, default AWS's; Poolhouse's is its own address
  --json                print the findings as JSON
  --help

Exit code: 0 no problem was found, 1 there are problems, 2 the command was not understood.
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

/** A command line that was not understood; the message says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export function readArguments(words: readonly string[]): Arguments {
  const [command, ...rest] = words
  const asksForHelp = words.some((word) => word === '--help' || word === '-h')
  if (command === undefined || (asksForHelp && command !== 'doctor')) return { command: 'help', text: overview }
  if (command !== 'doctor') throw new UsageError(`omniauth knows no command ${JSON.stringify(command)}.\n\n${overview}`)
  return asksForHelp ? { command: 'help', text: doctorUsage } : readDoctor(rest)
}

function readDoctor(words: readonly string[]): DoctorArguments {
  const { values, positionals } = parsed(words)
  const [file, ...others] = positionals
  if (others.length > 0) throw new UsageError('doctor takes one file.')
  const profile = values['aws-profile']
  const { region, endpoint } = values
  if (profile === undefined && (region ?? endpoint) !== undefined)
    throw new UsageError('--region and --endpoint belong to --aws-profile, which is missing.')
  if (endpoint !== undefined && !isWebAddress(endpoint))
    throw new UsageError('--endpoint should be an address such as https://sign-in.example.com.')
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
    throw new UsageError('--url is missing: the address of the application, such as https://app.example.com.')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !isWebAddress(text) || url.search + url.hash + url.username !== '')
    throw new UsageError('--url should be an address such as https://app.example.com.')
  return url
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
