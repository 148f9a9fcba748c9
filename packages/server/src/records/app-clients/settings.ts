import {
  accessTokenLifetimeOutOfRange,
  authFlowsMixed,
  defaultRedirectUriNotListed,
  oauthFlowsOrScopesMissing,
  readAttributesInvalid,
  redirectUrlNotAllowed,
  refreshTokenLifetimeOutOfRange,
  refreshTokenLifetimeTooShort,
  writeAttributesInvalid,
} from '#foundation/exceptions/app-client-settings'
import type { UserPool } from '#records/user-pools/user-pool'
import type { AppClientSettings } from './app-client.ts'
import { tokenLifetimes } from './policy.ts'
import { redirectUriViolation } from './redirect-uri.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/**
 * A client's settings: those in the request, and AWS's defaults for the others. This is so at Create and at Update.
 * @throws InvalidParameterException when the settings contradict the pool or each other
 */
export function clientSettings(pool: UserPool, asked: AppClientSettings): AppClientSettings {
  mustBeRedirectable('callback', asked.CallbackURLs)
  mustBeRedirectable('logout', asked.LogoutURLs)
  mustSuitTheSchema(pool, asked)
  mustBeOneGeneration(asked.ExplicitAuthFlows ?? [])
  if (asked.DefaultRedirectURI !== undefined && !asked.CallbackURLs?.includes(asked.DefaultRedirectURI)) {
    throw defaultRedirectUriNotListed()
  }
  if (asked.AllowedOAuthFlowsUserPoolClient && !(asked.AllowedOAuthFlows?.length && asked.AllowedOAuthScopes?.length)) {
    throw oauthFlowsOrScopesMissing()
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

function mustBeRedirectable(kind: 'callback' | 'logout', urls: readonly string[] = []): void {
  for (const url of urls) {
    const rule = redirectUriViolation(url)
    if (rule) throw redirectUrlNotAllowed({ kind, url, rule })
  }
}

function mustSuitTheSchema(pool: UserPool, { ReadAttributes, WriteAttributes }: AppClientSettings): void {
  const schema = pool.settings.SchemaAttributes ?? []
  const names = new Set(schema.map((attribute) => attribute.Name))
  const unknown = (listed: readonly string[] = []): boolean => listed.some((name) => !names.has(name))
  if (unknown(ReadAttributes)) throw readAttributesInvalid()
  const required = schema.filter(({ Name, Required }) => Required && Name !== 'sub')
  const unwritable = WriteAttributes?.length && required.some(({ Name }) => !WriteAttributes.includes(Name ?? ''))
  const verified = WriteAttributes?.some((name) => name === 'sub' || name.endsWith('_verified'))
  if (unknown(WriteAttributes) || unwritable || verified) {
    throw writeAttributesInvalid()
  }
}

/** Older names of flows can not be combined with the names that begin with ALLOW_. */
function mustBeOneGeneration(flows: readonly string[]): void {
  const newer = flows.filter((flow) => flow.startsWith('ALLOW_')).length
  if (newer !== 0 && newer !== flows.length) {
    throw authFlowsMixed()
  }
}

function mustBeLifetimes(settings: AppClientSettings): void {
  const { id, access, refresh } = tokenLifetimes({ settings })
  if (Math.min(id, access) < 5 * minute || Math.max(id, access) > day) {
    throw accessTokenLifetimeOutOfRange()
  }
  if (refresh < hour || refresh > 3_650 * day) throw refreshTokenLifetimeOutOfRange()
  if (refresh < Math.max(id, access)) throw refreshTokenLifetimeTooShort()
}
