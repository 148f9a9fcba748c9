import type { UserPoolClientType } from '@poolhouse/contract'

/** Members of Describe's answer that are not configuration. */
type NotSettings =
  | 'ClientId'
  | 'ClientName'
  | 'ClientSecret'
  | 'ClientType'
  | 'CreationDate'
  | 'LastModifiedDate'
  | 'UserPoolId'

/**
 * A client's configuration in AWS's shape, as Describe returns it. Only the settings that the API accepts are stored.
 * The list of them is the acts-on tree of the API's front (`shapes/app-client.ts`). `policy.ts` defines what each
 * setting means.
 */
export type AppClientSettings = Omit<UserPoolClientType, NotSettings>

/** Settings of a client that AWS does not have. `poolhouse clients set` changes them. */
export interface AppClientExtensions {
  /** Add `id` (the sub) to userInfo, for clients that read the uid from `id`, such as GitLab without `id_path`. */
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

/** Binds a sealed secret to its row. */
export const clientSecretContext = (clientId: string): string => `app-client:${clientId}`
