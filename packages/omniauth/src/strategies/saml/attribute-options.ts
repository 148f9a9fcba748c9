import { describe, isHash, type OptionsReader } from '#core/options-reader'

/** An attribute that the metadata requests from the identity provider. */
export interface RequestAttribute {
  readonly name: string
  readonly nameFormat: string
  readonly friendlyName: string
}

const basic = 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic'

const usualStatements: Readonly<Record<string, readonly string[]>> = {
  name: ['name'],
  email: ['email', 'mail'],
  first_name: ['first_name', 'firstname', 'firstName'],
  last_name: ['last_name', 'lastname', 'lastName'],
}
const usualRequested: readonly RequestAttribute[] = [
  { name: 'email', nameFormat: basic, friendlyName: 'Email address' },
  { name: 'name', nameFormat: basic, friendlyName: 'Full name' },
  { name: 'first_name', nameFormat: basic, friendlyName: 'Given name' },
  { name: 'last_name', nameFormat: basic, friendlyName: 'Family name' },
]

/**
 * The attributes that can supply each info attribute. A name that the configuration does not have keeps the gem's
 * default.
 */
export function readStatements(args: OptionsReader): Record<string, readonly string[]> {
  const given = args.hash('attribute_statements')
  const own = given.keys().map((key): [string, readonly string[]] => {
    const value = given.value(key)
    const list: unknown = typeof value === 'string' ? [value] : (value ?? [])
    if (Array.isArray(list) && list.every((item): item is string => typeof item === 'string')) return [key, list]
    given.problem(key, `is ${describe(value)}: expected the names of attributes`)
    return [key, []]
  })
  return Object.fromEntries([...Object.entries(usualStatements), ...own])
}

export function readRequestAttributes(args: OptionsReader): readonly RequestAttribute[] {
  const list = args.value('request_attributes')
  if (list === undefined) return usualRequested
  if (!Array.isArray(list)) {
    // Ruby treats an empty hash as an empty list.
    if (!isHash(list) || Object.keys(list).length > 0)
      args.problem('request_attributes', `is ${describe(list)}: expected a list of attributes`)
    return []
  }
  return list.flatMap((item: unknown) => {
    const {
      name,
      name_format: format = basic,
      friendly_name: friendly = name,
    }: Record<string, unknown> = isHash(item) ? item : {}
    if (typeof name === 'string' && typeof format === 'string' && typeof friendly === 'string')
      return [{ name, nameFormat: format, friendlyName: friendly }]
    args.problem('request_attributes', 'has an entry that is not { name, name_format, friendly_name }')
    return []
  })
}
