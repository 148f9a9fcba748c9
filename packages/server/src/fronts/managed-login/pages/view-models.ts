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
import type { RecentStep } from '../web/recent-step.ts'
import type { Visit } from '../web/visit.ts'

/** The names that users can sign in with. */
export function signInNames(pool: UserPool): SignInName[] {
  const taken: readonly string[] = signsInByAttribute(pool) ? usernameAttributes(pool) : aliasAttributes(pool)
  return [
    ...(signsInByAttribute(pool) ? [] : (['username'] as const)),
    ...(taken.includes('email') ? (['email'] as const) : []),
    ...(taken.includes('phone_number') ? (['phone'] as const) : []),
  ]
}

/** The names that users choose at sign-up. Aliases come later, as attributes. */
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

/** The attributes that a pool asks of a new user, without the sign-in name. */
export function signUpAttributes(visit: Pick<Visit, 'fields'>, pool: UserPool): AttributeField[] {
  const names = requiredAttributes(pool)
  // Without an address there is no code, and the user could never confirm the account.
  if (verifies(pool, 'email') && !names.includes('email')) names.push('email')
  const choosable: readonly string[] = usernameAttributes(pool)
  return names
    .filter((name) => choosable.length !== 1 || !choosable.includes(name))
    .map((name) => attributeField(visit, { pool, name, required: !choosable.includes(name) }))
}

/** The field of one attribute, with what the user typed before. */
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

/** The typed name without surrounding spaces; undefined if no user can have it. */
export function typedName({ fields }: Pick<Visit, 'fields'>): string | undefined {
  const name = fields.get('username')?.trim()
  return name !== undefined && (isUsername(name) || longAddress.test(name)) ? name : undefined
}

/** An address may be longer than a username. It must not contain invisible characters either. */
const longAddress = /^[^\p{C}\p{Z}]{129,254}$/u

/** What the page may show again of a form: never a password. */
export const shownUsername = ({ fields }: Pick<Visit, 'fields'>): { username?: string } => {
  const username = fields.get('username')
  return username === undefined ? {} : { username: username.slice(0, 254) }
}

/** The stored step of this browser, if it belongs to the account of the form; otherwise a new one. */
export function stepOf(visit: Pick<Visit, 'fields' | 'step'>, kind: RecentStep['kind']): RecentStep {
  const { username = '' } = shownUsername(visit)
  const { step } = visit
  return step?.kind === kind && step.username === username ? step : { kind, username }
}
