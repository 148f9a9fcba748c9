import type { AuthHash } from './auth-hash.ts'

/** What a sign-in came out of, by the provider's own names. */
export interface ProviderSession {
  readonly provider: string
  readonly uid: string
  /** The person: `sub`, or the `NameID`. It is the uid, too, unless the configuration makes another field the uid. */
  readonly subject?: string
  /** The browser session: `sid`, or the `SessionIndex`. */
  readonly sid?: string
}

/**
 * The session at the provider behind a sign-in. An application that keeps it with its own session knows which ones to end when `onProviderSignOut` names it.
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
