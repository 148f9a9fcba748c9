import type { LambdaConfigType, SchemaAttributeType } from '@poolhouse/contract'
import { foldCase } from '#foundation/encoding'
import type { UserPool } from './user-pool.ts'

/** An attribute with an address that a code can verify. */
export type AddressAttribute = 'email' | 'phone_number'

/**
 * PURE, like all functions in this file: they define what a pool's settings mean. Only `records` and the shapes of the
 * API read the settings themselves.
 */
export const allowsSignUp = ({ settings }: UserPool): boolean =>
  settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true

/** The attributes that are the sign-in name. In such a pool, the username is the sub. */
export const usernameAttributes = ({ settings }: UserPool): readonly AddressAttribute[] =>
  settings.UsernameAttributes ?? []

/** Whether the e-mail address or the phone number is the sign-in name. The username is then the sub. */
export const signsInByAttribute = (pool: UserPool): boolean => usernameAttributes(pool).length > 0

/** The attributes that a user may sign in with in addition to the username. */
export const aliasAttributes = ({ settings }: UserPool): readonly (AddressAttribute | 'preferred_username')[] =>
  settings.AliasAttributes ?? []

/** Whether `Ann` and `ann` are two names. The API creates case-sensitive pools by default. */
export const isCaseSensitive = ({ settings }: UserPool): boolean =>
  settings.UsernameConfiguration?.CaseSensitive !== false

/** The form in which a pool compares and stores names: lower case when the pool is not case-sensitive. */
export const foldName = (pool: UserPool, name: string): string => (isCaseSensitive(pool) ? name : foldCase(name))

/** Whether the pool sends codes that verify addresses of this kind. */
export const verifies = ({ settings }: UserPool, attribute: AddressAttribute): boolean =>
  settings.AutoVerifiedAttributes?.includes(attribute) === true

/** The verified addresses with which a user may set a new password, in the order of priority. The default is e-mail. */
export function recoveryAttributes({ settings }: UserPool): readonly AddressAttribute[] {
  const mechanisms = settings.AccountRecoverySetting?.RecoveryMechanisms ?? []
  if (mechanisms.length === 0) return ['email']
  const byPriority = mechanisms.toSorted((one, other) => (one.Priority ?? 0) - (other.Priority ?? 0))
  return byPriority.flatMap(({ Name }): AddressAttribute[] =>
    Name === 'verified_email' ? ['email'] : Name === 'verified_phone_number' ? ['phone_number'] : [],
  )
}

/** Whether a password alone is never enough. */
export const requiresMfa = ({ settings }: UserPool): boolean => settings.MfaConfiguration === 'ON'

export const isDeletionProtected = ({ settings }: UserPool): boolean => settings.DeletionProtection === 'ACTIVE'

/** The schema's entry for an attribute. */
export const schemaAttribute = ({ settings }: UserPool, name: string): SchemaAttributeType | undefined =>
  settings.SchemaAttributes?.find((attribute) => attribute.Name === name)

/** The attributes that every user must have, without `sub`. */
export const requiredAttributes = ({ settings }: UserPool): string[] =>
  (settings.SchemaAttributes ?? [])
    .filter(({ Required, Name }) => Required && Name !== undefined && Name !== 'sub')
    .map(({ Name }) => Name ?? '')

/** The members of `LambdaConfig` that are the ARN of a function. */
export type FunctionMember = {
  [Member in keyof LambdaConfigType]-?: NonNullable<LambdaConfigType[Member]> extends string ? Member : never
}[Exclude<keyof LambdaConfigType, 'KMSKeyID'>]

/** The function that the pool has for a trigger. */
export const functionArn = ({ settings }: UserPool, member: FunctionMember): string | undefined =>
  settings.LambdaConfig?.[member]

/** The pool's own sender of e-mail; undefined members when the pool sets none. */
export function emailSender({ settings }: UserPool): { from: string | undefined; replyTo: string | undefined } {
  const { From: from, ReplyToEmailAddress: replyTo } = settings.EmailConfiguration ?? {}
  return { from, replyTo }
}

/** The pool's own text for an e-mail. The message is HTML. A member is undefined when the pool does not set it. */
export interface EmailTemplate {
  readonly subject: string | undefined
  readonly message: string | undefined
}

/** The text for codes. When a pool has both settings, the newer one counts. */
export const verificationTemplate = ({ settings }: UserPool): EmailTemplate => ({
  subject: settings.VerificationMessageTemplate?.EmailSubject ?? settings.EmailVerificationSubject,
  message: settings.VerificationMessageTemplate?.EmailMessage ?? settings.EmailVerificationMessage,
})

/** The text for temporary passwords of users that an administrator creates. */
export const invitationTemplate = ({ settings }: UserPool): EmailTemplate => ({
  subject: settings.AdminCreateUserConfig?.InviteMessageTemplate?.EmailSubject,
  message: settings.AdminCreateUserConfig?.InviteMessageTemplate?.EmailMessage,
})

/** A pool's password rules, with AWS's names. */
export interface PasswordPolicy {
  readonly MinimumLength: number
  readonly RequireUppercase: boolean
  readonly RequireLowercase: boolean
  readonly RequireNumbers: boolean
  readonly RequireSymbols: boolean
  readonly TemporaryPasswordValidityDays: number
}

/** The password rules of a pool, with AWS's defaults. */
export function passwordPolicyOf({ settings }: UserPool): PasswordPolicy {
  const policy = settings.Policies?.PasswordPolicy
  return {
    MinimumLength: policy?.MinimumLength ?? 8,
    RequireUppercase: policy?.RequireUppercase ?? policy === undefined,
    RequireLowercase: policy?.RequireLowercase ?? policy === undefined,
    RequireNumbers: policy?.RequireNumbers ?? policy === undefined,
    RequireSymbols: policy?.RequireSymbols ?? policy === undefined,
    TemporaryPasswordValidityDays: policy?.TemporaryPasswordValidityDays || 7,
  }
}
