import {
  attributeNotMutable,
  attributesNotConforming,
  attributeUnknown,
  unauthorizedAttributeWrite,
} from '#foundation/exceptions/attributes'
import { attributeAlreadyProvided, attributeMissing } from '#foundation/exceptions/sign-in'
import type { AppClient } from '#records/app-clients/app-client'
import { mayWriteAttribute, missingRequiredAttributes } from '#records/app-clients/attribute-access'
import { schemaAttribute, type UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { Answers } from './challenge.ts'

/** How NEW_PASSWORD_REQUIRED names attributes, out and in. */
export const attributePrefix = 'userAttributes.'

/** Names by which a user is found or reached: they change where the new value is proved, not here. */
const provable = ['email', 'phone_number', 'preferred_username']

const longestValue = 2_048

/**
 * The attributes among the answers to NEW_PASSWORD_REQUIRED, as they will be stored.
 * @throws NotAuthorizedException for what the client may not write; InvalidParameterException for what the schema refuses, or
 *   when a required attribute is still missing.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
export function answeredAttributes(of: {
  pool: UserPool
  client: AppClient
  user: User
  answers: Answers
}): Record<string, string> {
  const { pool, user, answers } = of
  const given: Record<string, string> = {}
  for (const [key, value] of Object.entries(answers)) {
    if (!key.startsWith(attributePrefix)) continue
    const name = key.slice(attributePrefix.length)
    mustBeSettable({ ...of, name })
    if (value.length > longestValue) throw attributesNotConforming(`${name}: String must be no longer than 2048.`)
    given[name] = value
    if (name === 'email' || name === 'phone_number') given[`${name}_verified`] = 'false'
  }
  const [missing] = missingRequiredAttributes(pool, { ...user.attributes, ...given })
  if (missing !== undefined) throw attributeMissing(missing)
  return given
}

function mustBeSettable({
  pool,
  client,
  user,
  name,
}: {
  pool: UserPool
  client: AppClient
  user: User
  name: string
}): void {
  const attribute = schemaAttribute(pool, name)
  if (!attribute) throw attributeUnknown(name)
  if (!mayWriteAttribute(client, name)) throw unauthorizedAttributeWrite()
  if (!user.attributes[name]) {
    // An alias has to be claimed for its user, which the flows that prove it do.
    if (isAlias(pool, name)) throw attributeNotMutable(name)
    return
  }
  if (attribute.Required || provable.includes(name)) throw attributeAlreadyProvided(name)
  if (attribute.Mutable === false) throw attributeNotMutable(name)
}

/** E-mail and phone become aliases when they are verified, which nothing here does; a preferred username at once. */
function isAlias({ settings }: UserPool, name: string): boolean {
  const signIn: readonly string[] = settings.UsernameAttributes ?? []
  return signIn.includes(name) || (name === 'preferred_username' && (settings.AliasAttributes ?? []).includes(name))
}
