import type { SchemaAttributeType, UserPoolType } from '@poolhouse/contract'
import { foldCase } from '#foundation/encoding'

/** What of a pool's configuration is kept, in AWS's own shape: Describe answers it as it stands. */
export type UserPoolSettings = Pick<
  UserPoolType,
  | 'AccountRecoverySetting'
  | 'AdminCreateUserConfig'
  | 'AliasAttributes'
  | 'AutoVerifiedAttributes'
  | 'DeletionProtection'
  | 'EmailConfiguration'
  | 'EmailVerificationMessage'
  | 'EmailVerificationSubject'
  | 'LambdaConfig'
  | 'MfaConfiguration'
  | 'Policies'
  | 'SchemaAttributes'
  | 'UserAttributeUpdateSettings'
  | 'UserPoolTags'
  | 'UserPoolTier'
  | 'UsernameAttributes'
  | 'UsernameConfiguration'
  | 'VerificationMessageTemplate'
>

/** One directory of users, with its own keys, policies and app clients. */
export interface UserPool {
  readonly id: string
  readonly name: string
  readonly settings: UserPoolSettings
  readonly createdAt: number
  readonly updatedAt: number
}

/** The form under which a pool compares and stores names; a pool made through the API minds case unless told not to. */
export function foldName(pool: UserPool, name: string): string {
  return pool.settings.UsernameConfiguration?.CaseSensitive === false ? foldCase(name) : name
}

/** Whether e-mail address or phone number *is* the sign-in name, and the username becomes the sub. */
export function signsInByAttribute(pool: UserPool): boolean {
  return (pool.settings.UsernameAttributes ?? []).length > 0
}

/** The password rules in force, under AWS's names. */
export interface PasswordPolicy {
  readonly MinimumLength: number
  readonly RequireUppercase: boolean
  readonly RequireLowercase: boolean
  readonly RequireNumbers: boolean
  readonly RequireSymbols: boolean
  readonly TemporaryPasswordValidityDays: number
}

/** The rules of a pool, with AWS's defaults filled in. */
export function passwordPolicyOf(pool: UserPool): PasswordPolicy {
  const policy = pool.settings.Policies?.PasswordPolicy
  return {
    MinimumLength: policy?.MinimumLength ?? 8,
    RequireUppercase: policy?.RequireUppercase ?? policy === undefined,
    RequireLowercase: policy?.RequireLowercase ?? policy === undefined,
    RequireNumbers: policy?.RequireNumbers ?? policy === undefined,
    RequireSymbols: policy?.RequireSymbols ?? policy === undefined,
    TemporaryPasswordValidityDays: policy?.TemporaryPasswordValidityDays || 7,
  }
}

/** The schema's entry for an attribute. */
export function schemaAttribute(pool: UserPool, name: string): SchemaAttributeType | undefined {
  return pool.settings.SchemaAttributes?.find((attribute) => attribute.Name === name)
}
