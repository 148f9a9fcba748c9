import { attributeUnknown, unauthorizedAttributeWrite } from '#foundation/exceptions/attributes'
import { attributeAlreadyProvided, attributeMissing } from '#foundation/exceptions/sign-in'
import type { AppClient } from '#records/app-clients/app-client'
import { mayWriteAttribute } from '#records/app-clients/policy'
import { schemaAttribute } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import { changedAttributes, givenAttributes, missingRequiredAttributes } from '#records/users/attributes'
import type { User } from '#records/users/user'

/** An existing address can not change here, because this challenge does not verify the new one. */
const provable = ['email', 'phone_number']

/**
 * Checks the attributes in an answer to `new-password`.
 * @throws NotAuthorizedException for what the client may not write; InvalidParameterException for what the schema
 *   refuses, or when a required attribute is still missing.
 */
export function answeredAttributes({
  pool,
  client,
  user,
  answered,
}: {
  pool: UserPool
  client: AppClient
  user: User
  /** By name. */
  answered: Readonly<Record<string, string>>
}): Record<string, string> {
  for (const name of Object.keys(answered)) {
    const attribute = schemaAttribute(pool, name)
    if (!attribute) throw attributeUnknown(name)
    if (!mayWriteAttribute(client, name)) throw unauthorizedAttributeWrite()
    const isFixed = attribute.Required || provable.includes(name)
    if (isFixed && user.attributes[name]) throw attributeAlreadyProvided(name)
  }
  const list = Object.entries(answered).map(([Name, Value]) => ({ Name, Value }))
  const given = givenAttributes(pool, list)
  const [missing] = missingRequiredAttributes(pool, changedAttributes(pool, user.attributes, given))
  if (missing !== undefined) throw attributeMissing(missing)
  return given
}
