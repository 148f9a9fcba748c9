import type { UserPoolType } from '@poolhouse/contract'

/** Members of Describe's answer that are not configuration. */
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
 * A pool's configuration in AWS's shape, as Describe returns it. Only the settings that the API accepts are stored. The
 * list of them is the acts-on tree of the API's front (`shapes/user-pool.ts`). `policy.ts` defines what each setting
 * means.
 */
export type UserPoolSettings = Omit<UserPoolType, NotSettings>

/** A directory of users, with its own keys, policies and app clients. */
export interface UserPool {
  readonly id: string
  readonly name: string
  readonly settings: UserPoolSettings
  readonly createdAt: number
  readonly updatedAt: number
}
