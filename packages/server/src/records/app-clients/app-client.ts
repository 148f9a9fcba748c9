import type { UserPoolClientType } from '@poolhouse/contract'

/** What of a client's configuration is kept, in AWS's own shape: Describe answers it as it stands. */
export type AppClientSettings = Pick<
  UserPoolClientType,
  | 'AccessTokenValidity'
  | 'AllowedOAuthFlows'
  | 'AllowedOAuthFlowsUserPoolClient'
  | 'AllowedOAuthScopes'
  | 'AuthSessionValidity'
  | 'CallbackURLs'
  | 'DefaultRedirectURI'
  | 'EnableTokenRevocation'
  | 'ExplicitAuthFlows'
  | 'IdTokenValidity'
  | 'LogoutURLs'
  | 'PreventUserExistenceErrors'
  | 'ReadAttributes'
  | 'RefreshTokenValidity'
  | 'SupportedIdentityProviders'
  | 'TokenValidityUnits'
  | 'WriteAttributes'
>

/** What Poolhouse can do for a client and AWS has no word for; set by `poolhouse clients set`. */
export interface AppClientExtensions {
  /** Put `id` (the sub) into userInfo, for clients whose uid rule reads `id`, as GitLab's with no `id_path`. */
  readonly userInfoId?: boolean
}

/** An application's registration with one user pool. */
export interface AppClient {
  readonly id: string
  readonly userPoolId: string
  readonly name: string
  /** Sealed under `clientSecretContext(id)`; undefined for a public client. */
  readonly sealedSecret: string | undefined
  readonly settings: AppClientSettings
  readonly extensions: AppClientExtensions
  readonly createdAt: number
  readonly updatedAt: number
}

/** Ties a sealed secret to its row. */
export const clientSecretContext = (clientId: string): string => `app-client:${clientId}`

/** Hides whether a user exists only when the client asks for it: AWS's API default is LEGACY. */
export function concealsUserExistence(client: AppClient): boolean {
  return client.settings.PreventUserExistenceErrors === 'ENABLED'
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const unitLengths = { seconds: 1_000, minutes: minute, hours: hour, days: day } as const

/** How long each token of a client lives, in milliseconds, with AWS's defaults and units. */
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

/** How long a challenge session lives, in milliseconds. */
export function challengeSessionLifetime({ settings }: AppClient): number {
  return (settings.AuthSessionValidity ?? 3) * minute
}
