import { type AuthHash, infoText, type JsonValue } from '#core/auth-hash'
import { isJsonObject } from '#core/exact-json'
import { foldAscii, type Identity } from './account.ts'
import { type UsernameOptions, usernameFrom } from './username.ts'

export interface Profile {
  readonly name: string
  readonly email: string
  /** The provider gave no e-mail address: ask the user for a real one. */
  readonly temporaryEmail: boolean
}

/**
 * GitLab ignores letter case when it compares uids. Here only the case of ASCII letters is ignored. If other letters
 * were folded (the Kelvin sign to k), the uids of two users could become equal.
 */
export function identityOf({ provider, uid }: Pick<AuthHash, 'provider' | 'uid'>): Identity {
  return { provider, uid, uidKey: foldAscii(uid) }
}

/** Name and e-mail as GitLab derives them. The name is `name` in info, else "first last", else the username. */
export function profileOf(auth: AuthHash, options: UsernameOptions = {}): Profile {
  const username = usernameFrom(auth, options)
  const email = emailOf(auth)
  return {
    name: fullNameOf(auth) ?? username,
    email: email ?? temporaryEmail(username),
    temporaryEmail: email === undefined,
  }
}

/** GitLab's placeholder address. No mail to it is delivered. */
export function temporaryEmail(username: string): string {
  return `temp-email-for-oauth-${username}@gitlab.localhost`
}

export function emailOf(auth: AuthHash): string | undefined {
  return infoText(auth.info, 'email')?.trim()
}

/** `name` in info, else "first last". */
export function fullNameOf({ info }: AuthHash): string | undefined {
  const name =
    infoText(info, 'name') ??
    [infoText(info, 'first_name'), infoText(info, 'last_name')].filter((part) => part !== undefined).join(' ')
  return oneLine(name)
}

/** "locality, country" when `address` in info has these parts. Else `address` as text, else `location`. */
export function locationOf({ info }: AuthHash): string | undefined {
  const { address } = info
  const parts = isJsonObject(address)
    ? ['locality', 'country'].map((part) => infoText(address, part)).filter((part) => part !== undefined)
    : []
  return oneLine(parts.length > 0 ? parts.join(', ') : (infoText(info, 'address') ?? infoText(info, 'location') ?? ''))
}

/**
 * Whether the provider says that the address in info is verified: true (also for "true", which Cognito sends), false,
 * or undefined when it says nothing. A claim in the user info document is about the address in the document. The
 * configuration may map the address from another field, so that claim counts only when the two addresses are the same.
 */
export function emailClaim(auth: AuthHash): boolean | undefined {
  const { info, extra } = auth
  if (Object.hasOwn(info, 'email_verified')) return claim(info['email_verified'])
  const email = emailOf(auth)
  const inDocument = infoText(extra.raw_info, 'email')?.trim()
  if (email === undefined || inDocument === undefined || foldAscii(email) !== foldAscii(inDocument)) return undefined
  return Object.hasOwn(extra.raw_info, 'email_verified') ? claim(extra.raw_info['email_verified']) : undefined
}

function claim(value: JsonValue | undefined): boolean | undefined {
  if (value === undefined || value === null) return undefined
  return value === true || value === 'true'
}

/** Removes control characters and half surrogate pairs, which some databases can not store. */
export function oneLine(text: string): string | undefined {
  const clean = text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim()
  return clean === '' ? undefined : clean
}
