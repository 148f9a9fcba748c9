import { type AuthHash, infoText, type JsonValue } from '#core/auth-hash'
import { isJsonObject } from '#core/exact-json'
import { foldAscii, type Identity } from './account.ts'
import { type UsernameOptions, usernameFrom } from './username.ts'

export interface Profile {
  readonly name: string
  readonly email: string
  /** The provider gave no e-mail address: the person should be asked for a real one. */
  readonly temporaryEmail: boolean
}

/**
 * GitLab compares uids without regard to letter case. Only ASCII letters are folded: folding others (the Kelvin sign to k) would let
 * one person's uid meet another's.
 */
export function identityOf({ provider, uid }: Pick<AuthHash, 'provider' | 'uid'>): Identity {
  return { provider, uid, uidKey: foldAscii(uid) }
}

/** Name and e-mail as GitLab derives them: the name is info's own, else "first last", else the username. */
export function profileOf(auth: AuthHash, options: UsernameOptions = {}): Profile {
  const username = usernameFrom(auth, options)
  const email = emailOf(auth)
  return {
    name: fullNameOf(auth) ?? username,
    email: email ?? temporaryEmail(username),
    temporaryEmail: email === undefined,
  }
}

/** GitLab's stand-in address, which reaches nobody. */
export function temporaryEmail(username: string): string {
  return `temp-email-for-oauth-${username}@gitlab.localhost`
}

export function emailOf(auth: AuthHash): string | undefined {
  return infoText(auth.info, 'email')?.trim()
}

/** Info's own name, else "first last". */
export function fullNameOf({ info }: AuthHash): string | undefined {
  const name =
    infoText(info, 'name') ??
    [infoText(info, 'first_name'), infoText(info, 'last_name')].filter((part) => part !== undefined).join(' ')
  return oneLine(name)
}

/** From info's address, "locality, country" when it has parts; else info's location. */
export function locationOf({ info }: AuthHash): string | undefined {
  const { address } = info
  const parts = isJsonObject(address)
    ? ['locality', 'country'].map((part) => infoText(address, part)).filter((part) => part !== undefined)
    : []
  return oneLine(parts.length > 0 ? parts.join(', ') : (infoText(info, 'address') ?? infoText(info, 'location') ?? ''))
}

/**
 * What the provider says of info's address: true ("true" too, as Cognito has it), false, or undefined when it says nothing. What it says in the user info
 * document is about the address in the document, which a configuration may map from elsewhere: it counts only when the two are the same.
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

/** Control characters and halves of characters have no place in a profile, nor in every database. */
export function oneLine(text: string): string | undefined {
  const clean = text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim()
  return clean === '' ? undefined : clean
}
