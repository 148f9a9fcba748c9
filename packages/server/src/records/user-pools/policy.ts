import type { LambdaConfigType, SchemaAttributeType } from '@poolhouse/contract'
import { foldCase } from '#foundation/encoding'
import type { UserPool } from './user-pool.ts'

/** An attribute that is an address, which a code can verify. */
export type AddressAttribute = 'email' | 'phone_number'

/** PURE, like everything here: what a pool's settings mean. Only this floor and the shapes of the API read the settings themselves. */
export const allowsSignUp = ({ settings }: UserPool): boolean =>
  settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true

/** The attributes that *are* the sign-in name, so that the username becomes the sub. */
export const usernameAttributes = ({ settings }: UserPool): readonly AddressAttribute[] =>
  settings.UsernameAttributes ?? []

/** Whether the e-mail address or the phone number is the sign-in name, and the username the sub. */
export const signsInByAttribute = (pool: UserPool): boolean => usernameAttributes(pool).length > 0

/** The attributes that a user may sign in with beside the username. */
export const aliasAttributes = ({ settings }: UserPool): readonly (AddressAttribute | 'preferred_username')[] =>
  settings.AliasAttributes ?? []

/** Whether `Ann` and `ann` are two names. A pool that was made through the API says yes unless it was told otherwise. */
export const isCaseSensitive = ({ settings }: UserPool): boolean =>
  settings.UsernameConfiguration?.CaseSensitive !== false

/** The form under which a pool compares and stores names. */
export const foldName = (pool: UserPool, name: string): string => (isCaseSensitive(pool) ? name : foldCase(name))

/** Whether the pool sends codes to addresses of this kind that are not verified. */
export const verifies = ({ settings }: UserPool, attribute: AddressAttribute): boolean =>
  settings.AutoVerifiedAttributes?.includes(attribute) === true

/** The verified addresses by which a user may set a new password, in the order of priority. Without a setting: e-mail. */
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

/** Who sends the pool's e-mail, where it names a sender of its own. */
export function emailSender({ settings }: UserPool): { from: string | undefined; replyTo: string | undefined } {
  const { From: from, ReplyToEmailAddress: replyTo } = settings.EmailConfiguration ?? {}
  return { from, replyTo }
}

/** The pool's own words for an e-mail; the message is HTML. Undefined where the pool has none. */
export interface EmailTemplate {
  readonly subject: string | undefined
  readonly message: string | undefined
}

/** For codes. The newer setting counts where a pool has both. */
export const verificationTemplate = ({ settings }: UserPool): EmailTemplate => ({
  subject: settings.VerificationMessageTemplate?.EmailSubject ?? settings.EmailVerificationSubject,
  message: settings.VerificationMessageTemplate?.EmailMessage ?? settings.EmailVerificationMessage,
})

/** For the temporary passwords of users whom an administrator made. */
export const invitationTemplate = ({ settings }: UserPool): EmailTemplate => ({
  subject: settings.AdminCreateUserConfig?.InviteMessageTemplate?.EmailSubject,
  message: settings.AdminCreateUserConfig?.InviteMessageTemplate?.EmailMessage,
})

/** The password rules in force, under AWS's names. */
export interface PasswordPolicy {
  readonly MinimumLength: number
  readonly RequireUppercase: boolean
  readonly RequireLowercase: boolean
  readonly RequireNumbers: boolean
  readonly RequireSymbols: boolean
  readonly TemporaryPasswordValidityDays: number
}

/** The password rules of a pool, with AWS's defaults filled in. */
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
