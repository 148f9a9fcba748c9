import type { AuthCredentials, AuthHash } from '#core/auth-hash'

/** A provider's tokens for a user, which the application stores after the sign-in. */
export interface HeldTokens {
  readonly provider: string
  readonly uid: string
  readonly accessToken: string
  /** Epoch milliseconds. undefined when the provider did not give an end. */
  readonly expiresAt?: number
  readonly refreshToken?: string
  /** For sign-out at the provider. */
  readonly idToken?: string
  /** The granted scopes, separated by spaces, when the provider names them. */
  readonly scope?: string
}

export function tokensOf({ provider, uid, credentials }: AuthHash): HeldTokens {
  return { provider, uid, ...membersOf(credentials) }
}

/** The tokens after a refresh. Values that the answer does not have stay the same. */
export function refreshed(held: HeldTokens, credentials: AuthCredentials): HeldTokens {
  const { expiresAt: _ended, ...lasting } = held
  return { ...lasting, ...membersOf(credentials) }
}

function membersOf({ token, expires_at, refresh_token, id_token, scope }: AuthCredentials) {
  return {
    accessToken: token,
    ...(expires_at !== undefined && { expiresAt: expires_at * 1000 }),
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    ...(id_token !== undefined && { idToken: id_token }),
    ...(scope !== undefined && { scope }),
  }
}

/** Whether the access token is valid for more than `marginMs`. */
export function isFresh({ expiresAt }: HeldTokens, { now, marginMs }: { now: number; marginMs: number }): boolean {
  return expiresAt === undefined || expiresAt - now > marginMs
}
