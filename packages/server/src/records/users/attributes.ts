import type { SchemaAttributeType } from '@poolhouse/contract'
import {
  attributeGivenTwice,
  attributeNotConforming,
  attributeNotMutable,
  attributeRequired,
  attributeUnknown,
  invalidEmailFormat,
  invalidPhoneNumberFormat,
} from '#foundation/exceptions/attributes'
import type { AttributeFault } from '#foundation/exceptions/reasons'
import {
  aliasAttributes,
  foldName,
  requiredAttributes,
  schemaAttribute,
  signsInByAttribute,
  usernameAttributes,
} from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import type { Alias, Attributes, User } from './user.ts'

/** Attributes in the form of a request. */
export type GivenAttributes = readonly { readonly Name: string; readonly Value?: string | undefined }[]

/**
 * A request's attributes by name. As in AWS, an empty value removes the attribute.
 * @throws InvalidParameterException when an attribute is repeated, not in the pool's schema, or has the wrong form.
 */
export function givenAttributes(pool: UserPool, given: GivenAttributes = []): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null)
  for (const { Name: name, Value: value = '' } of given) {
    const schema = schemaAttribute(pool, name)
    if (!schema) throw attributeUnknown(name)
    if (name === 'sub') throw attributeNotMutable('sub')
    if (name in attributes) throw attributeGivenTwice(name)
    if (value !== '') mustConform(schema, name, value)
    attributes[name] = value
  }
  return { ...attributes }
}

/**
 * The attributes after a change.
 * @throws InvalidParameterException when it removes a required or changes a fixed attribute.
 */
export function changedAttributes(pool: UserPool, before: Attributes, changes: Attributes): Attributes {
  const after: Record<string, string> = { ...before }
  for (const [name, value] of Object.entries(changes)) {
    if (value === (before[name] ?? '')) continue
    if (before[name] !== undefined && schemaAttribute(pool, name)?.Mutable === false) throw attributeNotMutable(name)
    if (value === '' && isNeeded(pool, name)) throw attributeRequired(name)
    if (value === '') delete after[name]
    else after[name] = value
    // The proof was for the old address.
    if (name in verifiedBy && changes[verifiedBy[name] ?? ''] === undefined) {
      if (value === '') delete after[verifiedBy[name] ?? '']
      else after[verifiedBy[name] ?? ''] = 'false'
    }
  }
  return after
}

const verifiedBy: Readonly<Record<string, string>> = {
  email: 'email_verified',
  phone_number: 'phone_number_verified',
}

const isNeeded = (pool: UserPool, name: string): boolean =>
  usernameAttributes(pool).some((attribute) => attribute === name) || requiredAttributes(pool).includes(name)

/** The attributes that have a value. In a request, an empty value means that there is none. */
export const withValues = (attributes: Attributes): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''))

/** The required attributes of a pool that a user has no value for. */
export function missingRequiredAttributes(pool: UserPool, attributes: Readonly<Record<string, string>>): string[] {
  return requiredAttributes(pool).filter((name) => !attributes[name])
}

/**
 * The names with which a user with these attributes may sign in. As an alias, an e-mail address or phone number must be
 * verified. In a pool that signs in by it, it need not be verified.
 */
export function aliasesOf(pool: UserPool, { username, attributes }: Pick<User, 'username' | 'attributes'>): Alias[] {
  const found: Alias[] = []
  // In a pool that signs in by an attribute, the username is the sub, and `findUserByName` finds users by sub without
  // an alias.
  if (!signsInByAttribute(pool)) found.push({ kind: 'username', alias: foldName(pool, username) })
  for (const kind of ['email', 'phone_number'] as const) {
    const value = attributes[kind]
    const isVerified = attributes[`${kind}_verified`] === 'true'
    if (value && (usernameAttributes(pool).includes(kind) || (aliasAttributes(pool).includes(kind) && isVerified))) {
      found.push({ kind, alias: foldName(pool, value) })
    }
  }
  const preferred = attributes['preferred_username']
  if (preferred && aliasAttributes(pool).includes('preferred_username')) {
    found.push({ kind: 'preferred_username', alias: foldName(pool, preferred) })
  }
  return found
}

/** A user's attributes in the form of the API, the sub first. */
export function attributeList(user: Pick<User, 'sub' | 'attributes'>): { Name: string; Value: string }[] {
  return Object.entries({ sub: user.sub, ...user.attributes }).map(([Name, Value]) => ({ Name, Value }))
}

/** Whether the user has a verified e-mail address. */
export const hasVerifiedEmail = ({ attributes }: Pick<User, 'attributes'>): boolean =>
  Boolean(attributes['email']) && attributes['email_verified'] === 'true'

const longestEmail = 254
// Invisible characters, spaces, line breaks, and characters that separate addresses in a header.
const notInEmail = /[\p{C}\p{Z}<>(),:;"[\]\\]/u

/**
 * Whether a text is one e-mail address that is safe in a header. Quoted local parts and address literals are refused.
 */
export function isEmail(text: string): boolean {
  if (text.length > longestEmail || notInEmail.test(text)) return false
  const [local, domain, ...more] = text.split('@')
  if (!local || local.length > 64 || !domain || more.length > 0) return false
  const labels = domain.split('.')
  return labels.length > 1 && labels.every((label) => label !== '' && !label.startsWith('-') && !label.endsWith('-'))
}

/** @see https://www.itu.int/rec/T-REC-E.164 */
export const isPhoneNumber = (text: string): boolean => /^\+[1-9][0-9]{1,14}$/.test(text)

const longestUsername = 128
const inUsername = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u

/** Whether a text may be a username: it has no spaces, and no control, format or surrogate characters. */
export function isUsername(text: string): boolean {
  return text.length > 0 && [...text].length <= longestUsername && inUsername.test(text)
}

function mustConform(schema: SchemaAttributeType, name: string, value: string): void {
  // JSON functions of SQLite or PostgreSQL fail on these characters.
  if (value.includes('\u0000') || /\p{Cs}/u.test(value)) {
    throw attributeNotConforming(name, { rule: 'forbidden-characters' })
  }
  if (name === 'email' && !isEmail(value)) throw invalidEmailFormat()
  if (name === 'phone_number' && !isPhoneNumber(value)) throw invalidPhoneNumberFormat()
  if (name === 'preferred_username' && !isUsername(value)) {
    throw attributeNotConforming(name, { rule: 'not-a-username' })
  }
  const fault = formats[schema.AttributeDataType ?? 'String'](schema, value)
  if (fault !== undefined) throw attributeNotConforming(name, fault)
}

type Format = (schema: SchemaAttributeType, value: string) => AttributeFault | undefined

const formats: Readonly<Record<NonNullable<SchemaAttributeType['AttributeDataType']>, Format>> = {
  String({ StringAttributeConstraints: constraints }, value) {
    const length = [...value].length
    const least = Number(constraints?.MinLength ?? 0)
    const most = Number(constraints?.MaxLength ?? 2048)
    if (length < least) return { rule: 'too-short', limit: `${least}` }
    return length > most ? { rule: 'too-long', limit: `${most}` } : undefined
  },
  Number({ NumberAttributeConstraints: constraints }, value) {
    const number = Number(value)
    if (!/^-?\d+(\.\d+)?$/.test(value) || !Number.isFinite(number)) return { rule: 'not-a-number' }
    const { MinValue, MaxValue } = constraints ?? {}
    if (MinValue !== undefined && number < Number(MinValue)) return { rule: 'below-minimum', limit: MinValue }
    return MaxValue !== undefined && number > Number(MaxValue) ? { rule: 'above-maximum', limit: MaxValue } : undefined
  },
  Boolean: (_, value) => (['true', 'false'].includes(value) ? undefined : { rule: 'not-a-boolean' }),
  DateTime: (_, value) => (Number.isNaN(Date.parse(value)) ? { rule: 'not-a-date' } : undefined),
}
