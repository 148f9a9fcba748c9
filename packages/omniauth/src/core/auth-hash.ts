/** A JSON value. A provider's user info answer consists of these. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

export type JsonObject = { readonly [key: string]: JsonValue }

/**
 * What the provider says about the user. These are OmniAuth's ten names. A configuration may map others.
 * Values are as the provider sent them (it may send a number or a list as `email`): read them with {@link infoText}.
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

/** The tokens of the sign-in. `expires_at` is in epoch seconds, as in OmniAuth. */
export interface AuthCredentials {
  readonly token: string
  readonly refresh_token?: string
  readonly expires: boolean
  readonly expires_at?: number
  /** The ID token as the provider sent it, if it did. Sign-out at the provider needs it. */
  readonly id_token?: string
  /** The granted scopes, separated by spaces, when the provider names them. */
  readonly scope?: string
}

/** The source data of a provider's answer. `raw_info` is the whole user info document. */
export interface AuthExtra {
  readonly raw_info: JsonObject
  readonly [key: string]: unknown
}

/**
 * The result of a sign-in, the same for all providers.
 * @see https://github.com/omniauth/omniauth/wiki/Auth-Hash-Schema
 */
export interface AuthHash<Extra extends AuthExtra = AuthExtra> {
  readonly provider: string
  readonly uid: string
  readonly info: AuthInfo
  readonly credentials: AuthCredentials
  readonly extra: Extra
}

/**
 * The text of one info value: a string as it is, a number in digits. undefined for a blank text and for other types.
 */
export function infoText(info: AuthInfo, attribute: string): string | undefined {
  const value = Object.hasOwn(info, attribute) ? info[attribute] : undefined
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' ? text : undefined
}

/** The user's name by OmniAuth's rule: name, else "first last", else nickname, else e-mail. */
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

/** OmniAuth's validity rule: the hash has a provider, a uid and a name. Unlike in Ruby, blank values are invalid. */
export function isValidAuthHash(auth: AuthHash): boolean {
  return auth.provider.trim() !== '' && auth.uid.trim() !== '' && nameOf(auth.info) !== undefined
}

/** A copy of the hash as plain data, with the computed name, for storage or display. */
export function plainAuthHash(auth: AuthHash): AuthHash {
  const name = nameOf(auth.info)
  return structuredClone({ ...auth, info: name === undefined ? auth.info : { ...auth.info, name } })
}
