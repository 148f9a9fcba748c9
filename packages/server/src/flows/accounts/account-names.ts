import {
  usernameCannotBeEmail,
  usernameCannotBePhoneNumber,
  usernameDiffersFromAttribute,
  usernameHasForbiddenCharacters,
  usernameShouldBeEmail,
  usernameShouldBeEmailOrPhoneNumber,
  usernameShouldBePhoneNumber,
} from '#foundation/exceptions/registration'
import { aliasAttributes, foldName, signsInByAttribute, usernameAttributes } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import { isEmail, isPhoneNumber, isUsername } from '#records/users/attributes'

/** The username and attributes of a new user. */
export interface AccountNames {
  readonly username: string
  readonly attributes: Readonly<Record<string, string>>
}

/**
 * Finds the username and attributes for a typed name. In a pool that signs in by e-mail or phone, the typed name
 * becomes that attribute, and the username is the sub.
 * @throws InvalidParameterException when the pool does not accept this form of name.
 */
export function accountNames(
  pool: UserPool,
  of: { typed: string; sub: string; attributes: Readonly<Record<string, string>> },
): AccountNames {
  const { typed, sub, attributes } = of
  if (signsInByAttribute(pool)) {
    const attribute = attributeMeant(pool, typed)
    const given = attributes[attribute]
    if (given && foldName(pool, given) !== foldName(pool, typed)) {
      throw usernameDiffersFromAttribute(attribute)
    }
    return { username: sub, attributes: { ...attributes, [attribute]: typed } }
  }
  if (!isUsername(typed)) throw usernameHasForbiddenCharacters()
  const aliases = aliasAttributes(pool)
  if (aliases.includes('email') && isEmail(typed)) throw usernameCannotBeEmail()
  if (aliases.includes('phone_number') && isPhoneNumber(typed)) {
    throw usernameCannotBePhoneNumber()
  }
  return { username: typed, attributes }
}

function attributeMeant(pool: UserPool, typed: string): 'email' | 'phone_number' {
  const taken = usernameAttributes(pool)
  if (taken.includes('email') && isEmail(typed)) return 'email'
  if (taken.includes('phone_number') && isPhoneNumber(typed)) return 'phone_number'
  if (taken.length > 1) throw usernameShouldBeEmailOrPhoneNumber()
  throw taken.includes('email') ? usernameShouldBeEmail() : usernameShouldBePhoneNumber()
}
