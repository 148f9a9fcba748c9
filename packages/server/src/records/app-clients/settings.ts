import { invalidParameter } from '#foundation/exceptions/requests'
import type { UserPool } from '#records/user-pools/user-pool'
import type { AppClientSettings } from './app-client.ts'
import { tokenLifetimes } from './policy.ts'
import { redirectUriViolation } from './redirect-uri.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/**
 * A client's settings: what was asked for, with AWS's defaults. Update is like Create: what it leaves out returns to its default.
 * @throws InvalidParameterException when they contradict the pool or each other
 */
export function clientSettings(pool: UserPool, asked: AppClientSettings): AppClientSettings {
  mustBeRedirectable('callback', asked.CallbackURLs)
  mustBeRedirectable('logout', asked.LogoutURLs)
  mustSuitTheSchema(pool, asked)
  mustBeOneGeneration(asked.ExplicitAuthFlows ?? [])
  if (asked.DefaultRedirectURI !== undefined && !asked.CallbackURLs?.includes(asked.DefaultRedirectURI)) {
    throw invalidParameter('DefaultRedirectURI must be one of CallbackURLs.')
  }
  if (asked.AllowedOAuthFlowsUserPoolClient && !(asked.AllowedOAuthFlows?.length && asked.AllowedOAuthScopes?.length)) {
    throw invalidParameter(
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    )
  }
  const settings: AppClientSettings = {
    ...asked,
    RefreshTokenValidity: asked.RefreshTokenValidity || 30,
    TokenValidityUnits: asked.TokenValidityUnits ?? {},
    AllowedOAuthFlowsUserPoolClient: asked.AllowedOAuthFlowsUserPoolClient ?? false,
    EnableTokenRevocation: asked.EnableTokenRevocation ?? true,
    AuthSessionValidity: asked.AuthSessionValidity ?? 3,
  }
  mustBeLifetimes(settings)
  return settings
}

function mustBeRedirectable(kind: string, urls: readonly string[] = []): void {
  for (const url of urls) {
    const violation = redirectUriViolation(url)
    if (violation) throw invalidParameter(`The ${kind} URL ${JSON.stringify(url)} ${violation}.`)
  }
}

function mustSuitTheSchema(pool: UserPool, { ReadAttributes, WriteAttributes }: AppClientSettings): void {
  const schema = pool.settings.SchemaAttributes ?? []
  const names = new Set(schema.map((attribute) => attribute.Name))
  const unknown = (listed: readonly string[] = []): boolean => listed.some((name) => !names.has(name))
  if (unknown(ReadAttributes)) throw invalidParameter('Invalid read attributes specified while creating a client')
  const required = schema.filter(({ Name, Required }) => Required && Name !== 'sub')
  const unwritable = WriteAttributes?.length && required.some(({ Name }) => !WriteAttributes.includes(Name ?? ''))
  const verified = WriteAttributes?.some((name) => name === 'sub' || name.endsWith('_verified'))
  if (unknown(WriteAttributes) || unwritable || verified) {
    throw invalidParameter('Invalid write attributes specified while creating a client')
  }
}

/** The older names of flows may not stand beside those that begin with ALLOW_. */
function mustBeOneGeneration(flows: readonly string[]): void {
  const newer = flows.filter((flow) => flow.startsWith('ALLOW_')).length
  if (newer !== 0 && newer !== flows.length) {
    throw invalidParameter('ExplicitAuthFlows may not mix values with and without the prefix ALLOW_.')
  }
}

function mustBeLifetimes(settings: AppClientSettings): void {
  const { id, access, refresh } = tokenLifetimes({ settings })
  if (Math.min(id, access) < 5 * minute || Math.max(id, access) > day) {
    throw invalidParameter('ID and access tokens live from 5 minutes to 1 day.')
  }
  if (refresh < hour || refresh > 3_650 * day)
    throw invalidParameter('Refresh tokens live from 60 minutes to 3650 days.')
  if (refresh < Math.max(id, access))
    throw invalidParameter('Refresh tokens must live at least as long as ID and access tokens.')
}
