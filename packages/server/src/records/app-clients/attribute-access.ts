import { requiredAttributes } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import type { AppClient } from './app-client.ts'

/** Names an attribute that an operator defined; the others are the standard ones. */
const isCustom = (name: string): boolean => name.includes(':')

/**
 * Whether a client may see an attribute, in tokens and through the API. A client without a list sees the standard ones.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-attribute-permissions-and-scopes
 */
export function mayReadAttribute({ settings }: AppClient, name: string): boolean {
  if (name === 'sub') return true
  return settings.ReadAttributes?.length ? settings.ReadAttributes.includes(name) : !isCustom(name)
}

/** Whether a client may set an attribute that the schema knows; what is verified only the pool itself says. */
export function mayWriteAttribute({ settings }: AppClient, name: string): boolean {
  if (['sub', 'email_verified', 'phone_number_verified'].includes(name)) return false
  return settings.WriteAttributes?.length ? settings.WriteAttributes.includes(name) : !isCustom(name)
}

/** The required attributes of a pool that a user has no value for. */
export function missingRequiredAttributes(pool: UserPool, attributes: Readonly<Record<string, string>>): string[] {
  return requiredAttributes(pool).filter((name) => !attributes[name])
}
