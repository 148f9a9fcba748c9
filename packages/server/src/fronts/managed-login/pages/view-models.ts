import type { AttributeField, PasswordRules, SignInName } from '@poolhouse/pages'
import {
  aliasAttributes,
  passwordPolicyOf,
  requiredAttributes,
  schemaAttribute,
  signsInByAttribute,
  usernameAttributes,
  verifies,
} from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import { isUsername } from '#records/users/attributes'
import type { Visit } from '../web/visit.ts'

/** What people may type to sign in. */
export function signInNames(pool: UserPool): SignInName[] {
  const taken: readonly string[] = signsInByAttribute(pool) ? usernameAttributes(pool) : aliasAttributes(pool)
  return [
    ...(signsInByAttribute(pool) ? [] : (['username'] as const)),
    ...(taken.includes('email') ? (['email'] as const) : []),
    ...(taken.includes('phone_number') ? (['phone'] as const) : []),
  ]
}

/** What people choose at sign-up: aliases come later, as attributes. */
export const signUpNames = (pool: UserPool): SignInName[] =>
  signsInByAttribute(pool) ? signInNames(pool) : ['username']

export function passwordRules(pool: UserPool): PasswordRules {
  const policy = passwordPolicyOf(pool)
  return {
    minimumLength: policy.MinimumLength,
    upper: policy.RequireUppercase,
    lower: policy.RequireLowercase,
    number: policy.RequireNumbers,
    symbol: policy.RequireSymbols,
  }
}

/** What a pool wants to know of a new user, beside the name to sign in with. */
export function signUpAttributes(visit: Pick<Visit, 'fields'>, pool: UserPool): AttributeField[] {
  const names = requiredAttributes(pool)
  // Without an address there is no code, and the account could never be confirmed.
  if (verifies(pool, 'email') && !names.includes('email')) names.push('email')
  const choosable: readonly string[] = usernameAttributes(pool)
  return names
    .filter((name) => choosable.length !== 1 || !choosable.includes(name))
    .map((name) => attributeField(visit, { pool, name, required: !choosable.includes(name) }))
}

/** One attribute as a form asks for it, with what was typed before. */
export function attributeField(
  { fields }: Pick<Visit, 'fields'>,
  { pool, name, required = true }: { pool: UserPool; name: string; required?: boolean },
): AttributeField {
  const type = schemaAttribute(pool, name)?.AttributeDataType
  const value = fields.get(name)
  return {
    name,
    required,
    ...(value === undefined ? {} : { value }),
    ...(type === 'Number' ? { type: 'number' } : type === 'DateTime' ? { type: 'date' } : {}),
  }
}

/** The name that was typed, without what keyboards put around it; undefined when nobody can be called so. */
export function typedName({ fields }: Pick<Visit, 'fields'>): string | undefined {
  const name = fields.get('username')?.trim()
  return name !== undefined && (isUsername(name) || longAddress.test(name)) ? name : undefined
}

/** An address may be longer than a username; nothing invisible in it either. */
const longAddress = /^[^\p{C}\p{Z}]{129,254}$/u

/** What a form held that may be shown again: never a password. */
export const shownUsername = ({ fields }: Pick<Visit, 'fields'>): { username?: string } => {
  const username = fields.get('username')
  return username === undefined ? {} : { username: username.slice(0, 254) }
}
