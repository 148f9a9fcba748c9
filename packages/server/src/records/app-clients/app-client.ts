import type { UserPoolClientType } from '@poolhouse/contract'

/** What Describe tells of a client that is not configuration. */
type NotSettings =
  | 'ClientId'
  | 'ClientName'
  | 'ClientSecret'
  | 'ClientType'
  | 'CreationDate'
  | 'LastModifiedDate'
  | 'UserPoolId'

/**
 * A client's configuration in AWS's own shape: Describe answers it as it is. What the API accepts of it is stored; the acts-on
 * tree of the API's front (`shapes/app-client.ts`) is the one list of that. What a setting means is in `policy.ts`.
 */
export type AppClientSettings = Omit<UserPoolClientType, NotSettings>

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
