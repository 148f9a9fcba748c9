import type { UserPoolType } from '@poolhouse/contract'

/** What Describe tells of a pool that is not configuration. */
type NotSettings =
  | 'Arn'
  | 'CreationDate'
  | 'CustomDomain'
  | 'Domain'
  | 'EmailConfigurationFailure'
  | 'EstimatedNumberOfUsers'
  | 'Id'
  | 'LastModifiedDate'
  | 'Name'
  | 'SmsConfigurationFailure'
  | 'Status'

/**
 * A pool's configuration in AWS's own shape: Describe answers it as it is. What the API accepts of it is stored; the acts-on
 * tree of the API's front (`shapes/user-pool.ts`) is the one list of that. What a setting means is in `policy.ts`.
 */
export type UserPoolSettings = Omit<UserPoolType, NotSettings>

/** One directory of users, with its own keys, policies and app clients. */
export interface UserPool {
  readonly id: string
  readonly name: string
  readonly settings: UserPoolSettings
  readonly createdAt: number
  readonly updatedAt: number
}
