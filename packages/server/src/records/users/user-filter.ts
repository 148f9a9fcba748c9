import { filterAttributeNotSearchable, filterUnreadable } from '#foundation/exceptions/listings'

/** A filter of ListUsers. */
export interface UserFilter {
  readonly attribute: FilterAttribute
  /** `=` is equality, `^=` compares the beginning. */
  readonly operator: '=' | '^='
  readonly value: string
}

const searchable = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
] as const

export type FilterAttribute = (typeof searchable)[number]

const longest = 256
const shape = /^\s*(?:"([a-z_:]+)"|([a-z_:]+))\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/su

/**
 * Reads a filter such as `email ^= "ada@"`. A quotation mark inside the value is written `\"`, a backslash `\\`.
 * The next character decides each step of the pattern, so the time is linear in the length.
 *
 * @returns undefined for an empty filter, which finds all users.
 * @throws InvalidParameterException
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html#cognito-user-pools-searching-for-users-using-listusers-api
 */
export function parseUserFilter(text: string | undefined): UserFilter | undefined {
  if (text === undefined || text === '') return undefined
  const [matched, quoted, bare, operator, value] = (text.length <= longest && shape.exec(text)) || []
  if (matched === undefined || value === undefined) throw filterUnreadable()
  const attribute = searchable.find((name) => name === (quoted ?? bare))
  if (attribute === undefined) throw filterAttributeNotSearchable()
  return { attribute, operator: operator === '^=' ? '^=' : '=', value: value.replace(/\\(.)/gsu, '$1') }
}
