import type { AuthHash } from './auth-hash.ts'

/** The session at the provider that a sign-in belongs to, with the provider's ids. */
export interface ProviderSession {
  readonly provider: string
  readonly uid: string
  /** The user: `sub`, or the `NameID`. It is also the uid, unless the configuration uses another field as the uid. */
  readonly subject?: string
  /** The browser session: `sid`, or the `SessionIndex`. */
  readonly sid?: string
}

/**
 * The session at the provider that a sign-in belongs to. Store it with the application's session. Then the application
 * knows which sessions to end when `onProviderSignOut` names it.
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html
 */
export function providerSessionOf({
  provider,
  uid,
  extra,
}: Pick<AuthHash, 'provider' | 'uid' | 'extra'>): ProviderSession {
  const claims = extra['id_info']
  const claim = (name: string) =>
    typeof claims === 'object' && claims !== null ? textOf(Reflect.get(claims, name)) : undefined
  const subject = claim('sub') ?? textOf(extra['name_id'])
  const sid = claim('sid') ?? textOf(extra['session_index'])
  return { provider, uid, ...(subject !== undefined && { subject }), ...(sid !== undefined && { sid }) }
}

const textOf = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : undefined)
