import { attributeUnknown, unauthorizedAttributeWrite } from '#foundation/exceptions/attributes'
import { attributeAlreadyProvided, attributeMissing } from '#foundation/exceptions/sign-in'
import type { AppClient } from '#records/app-clients/app-client'
import { mayWriteAttribute, missingRequiredAttributes } from '#records/app-clients/attribute-access'
import { schemaAttribute, type UserPool } from '#records/user-pools/user-pool'
import { changedAttributes, givenAttributes } from '#records/users/attributes'
import type { User } from '#records/users/user'
import type { Answers } from './challenge.ts'

/** How NEW_PASSWORD_REQUIRED names attributes, out and in. */
export const attributePrefix = 'userAttributes.'

/** An address that is there already changes where the new one is proved, not here. */
const provable = ['email', 'phone_number']

/**
 * The attributes among the answers to NEW_PASSWORD_REQUIRED.
 * @throws NotAuthorizedException for what the client may not write; InvalidParameterException for what the schema refuses, or
 *   when a required attribute is still missing.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
export function answeredAttributes({
  pool,
  client,
  user,
  answers,
}: {
  pool: UserPool
  client: AppClient
  user: User
  answers: Answers
}): Record<string, string> {
  const answered = Object.entries(answers).filter(([key]) => key.startsWith(attributePrefix))
  const list = answered.map(([key, value]) => ({ Name: key.slice(attributePrefix.length), Value: value }))
  for (const { Name: name } of list) {
    const attribute = schemaAttribute(pool, name)
    if (!attribute) throw attributeUnknown(name)
    if (!mayWriteAttribute(client, name)) throw unauthorizedAttributeWrite()
    const isFixed = attribute.Required || provable.includes(name)
    if (isFixed && user.attributes[name]) throw attributeAlreadyProvided(name)
  }
  const given = givenAttributes(pool, list)
  const [missing] = missingRequiredAttributes(pool, changedAttributes(pool, user.attributes, given))
  if (missing !== undefined) throw attributeMissing(missing)
  return given
}
