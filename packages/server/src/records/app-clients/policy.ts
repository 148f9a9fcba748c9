import type { AppClient } from './app-client.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const unitLengths = { seconds: 1_000, minutes: minute, hours: hour, days: day } as const

/**
 * PURE, like all functions in this file: they define what a client's settings mean. A client hides whether a user
 * exists only when its settings say so, because the default of AWS's API is LEGACY.
 */
export const concealsUserExistence = ({ settings }: AppClient): boolean =>
  settings.PreventUserExistenceErrors === 'ENABLED'

/** The lifetime of a client's tokens, in milliseconds, with AWS's defaults and units. */
export function tokenLifetimes({ settings }: Pick<AppClient, 'settings'>): {
  id: number
  access: number
  refresh: number
} {
  const units = settings.TokenValidityUnits
  return {
    id: settings.IdTokenValidity ? settings.IdTokenValidity * unitLengths[units?.IdToken ?? 'hours'] : hour,
    access: settings.AccessTokenValidity
      ? settings.AccessTokenValidity * unitLengths[units?.AccessToken ?? 'hours']
      : hour,
    refresh: settings.RefreshTokenValidity
      ? settings.RefreshTokenValidity * unitLengths[units?.RefreshToken ?? 'days']
      : 30 * day,
  }
}

/** The lifetime of a challenge session, in milliseconds. */
export const challengeSessionLifetime = ({ settings }: AppClient): number =>
  (settings.AuthSessionValidity ?? 3) * minute

/** Whether the client can revoke a single refresh token. */
export const revokesTokens = ({ settings }: AppClient): boolean => settings.EnableTokenRevocation !== false

/** Whether the client may use the OAuth endpoints and managed login. */
export const allowsOAuth = ({ settings }: AppClient): boolean => settings.AllowedOAuthFlowsUserPoolClient === true

/** Whether the client may use an OAuth grant. */
export const allowsGrant = ({ settings }: AppClient, grant: 'code' | 'implicit' | 'client_credentials'): boolean =>
  settings.AllowedOAuthFlows?.includes(grant) === true

export const allowedScopes = ({ settings }: AppClient): readonly string[] => settings.AllowedOAuthScopes ?? []

/** The redirect URIs to which an answer may go. Compare them character by character. */
export const callbackUrls = ({ settings }: AppClient): readonly string[] => settings.CallbackURLs ?? []

/** The redirect URI for a request without one: the client's default, or its only callback URL. */
export function defaultCallbackUrl({ settings }: AppClient): string | undefined {
  const { CallbackURLs = [], DefaultRedirectURI } = settings
  return DefaultRedirectURI ?? (CallbackURLs.length === 1 ? CallbackURLs[0] : undefined)
}

/** The addresses to which a sign-out may redirect. Compare them character by character. */
export const logoutUrls = ({ settings }: AppClient): readonly string[] => settings.LogoutURLs ?? []

/** The identity providers whose users may sign in at this client; `COGNITO` is the pool itself. */
export const identityProviders = ({ settings }: AppClient): readonly string[] =>
  settings.SupportedIdentityProviders ?? []

/** Whether an administrator defined the attribute. All others are standard attributes. */
const isCustom = (name: string): boolean => name.includes(':')

/**
 * Whether a client may read an attribute, in tokens and through the API. A client without a list reads the standard
 * ones.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-attribute-permissions-and-scopes
 */
export function mayReadAttribute({ settings }: AppClient, name: string): boolean {
  if (name === 'sub') return true
  return settings.ReadAttributes?.length ? settings.ReadAttributes.includes(name) : !isCustom(name)
}

/** Whether a client may write an attribute of the schema. Only the pool itself marks an address as verified. */
export function mayWriteAttribute({ settings }: AppClient, name: string): boolean {
  if (['sub', 'email_verified', 'phone_number_verified'].includes(name)) return false
  return settings.WriteAttributes?.length ? settings.WriteAttributes.includes(name) : !isCustom(name)
}

/** The sign-in flows that an app client can allow. */
export type SignInFlow = 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'ADMIN_USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH'

const byDefault = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']

/**
 * Values older than the `ALLOW_` names. They add flows to those that all clients had then; the last one removes SRP.
 */
const legacy: Readonly<Record<string, readonly string[]>> = {
  ADMIN_NO_SRP_AUTH: [...byDefault, 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
  USER_PASSWORD_AUTH: [...byDefault, 'ALLOW_USER_PASSWORD_AUTH'],
  CUSTOM_AUTH_FLOW_ONLY: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_CUSTOM_AUTH'],
}

/**
 * Whether a client allows a sign-in flow.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
export function allowsFlow({ settings }: AppClient, flow: SignInFlow): boolean {
  const configured: readonly string[] = settings.ExplicitAuthFlows ?? []
  const flows = configured.length > 0 ? configured.flatMap((name) => legacy[name] ?? [name]) : byDefault
  if (flow === 'USER_SRP_AUTH' && configured.includes('CUSTOM_AUTH_FLOW_ONLY')) return false
  return flows.includes(`ALLOW_${flow}`)
}
