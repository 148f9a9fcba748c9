/** A value as JSON has it: what a provider's user info answer is made of. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

export type JsonObject = { readonly [key: string]: JsonValue }

/**
 * What the provider says about the person. OmniAuth's ten names are listed; a configuration may map others.
 * Values are as the provider sent them (a provider may send a number or a list as `email`): read them with {@link infoText}.
 */
export interface AuthInfo {
  readonly name?: JsonValue
  readonly email?: JsonValue
  readonly nickname?: JsonValue
  readonly first_name?: JsonValue
  readonly last_name?: JsonValue
  readonly location?: JsonValue
  readonly description?: JsonValue
  readonly image?: JsonValue
  readonly phone?: JsonValue
  readonly urls?: JsonValue
  readonly [attribute: string]: JsonValue | undefined
}

/** The tokens of the sign-in. `expires_at` is in epoch seconds, as OmniAuth has it. */
export interface AuthCredentials {
  readonly token: string
  readonly refresh_token?: string
  readonly expires: boolean
  readonly expires_at?: number
  /** The ID token as the provider sent it, where there is one: for sign-out at the provider. */
  readonly id_token?: string
  /** What was granted, when the provider says so; parted by spaces. */
  readonly scope?: string
}

/** What a provider's answer was made from: `raw_info` is the whole user info document. */
export interface AuthExtra {
  readonly raw_info: JsonObject
  readonly [key: string]: unknown
}

/**
 * The result of a sign-in, whatever the provider.
 * @see https://github.com/omniauth/omniauth/wiki/Auth-Hash-Schema
 */
export interface AuthHash<Extra extends AuthExtra = AuthExtra> {
  readonly provider: string
  readonly uid: string
  readonly info: AuthInfo
  readonly credentials: AuthCredentials
  readonly extra: Extra
}

/** The text of one info value: strings as they are, numbers in digits; anything else, and blank text, is undefined. */
export function infoText(info: AuthInfo, attribute: string): string | undefined {
  const value = Object.hasOwn(info, attribute) ? info[attribute] : undefined
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' ? text : undefined
}

/** The person's name by OmniAuth's fallback: name, else "first last", else nickname, else e-mail. */
export function nameOf(info: AuthInfo): string | undefined {
  const firstAndLast = [infoText(info, 'first_name'), infoText(info, 'last_name')]
    .filter((part) => part !== undefined)
    .join(' ')
    .trim()
  return (
    infoText(info, 'name') ??
    (firstAndLast === '' ? undefined : firstAndLast) ??
    infoText(info, 'nickname') ??
    infoText(info, 'email')
  )
}

/** OmniAuth's validity rule: a provider, a uid and a name are there. Blank ones do not count (in Ruby they do). */
export function isValidAuthHash(auth: AuthHash): boolean {
  return auth.provider.trim() !== '' && auth.uid.trim() !== '' && nameOf(auth.info) !== undefined
}

/** The hash as plain data for storing or showing, with the computed name filled in. */
export function plainAuthHash(auth: AuthHash): AuthHash {
  const name = nameOf(auth.info)
  return structuredClone({ ...auth, info: name === undefined ? auth.info : { ...auth.info, name } })
}
