import type { AuthCredentials, AuthHash } from '#core/auth-hash'

/** What an application holds of a provider for a person, once the sign-in is over. */
export interface HeldTokens {
  readonly provider: string
  readonly uid: string
  readonly accessToken: string
  /** Epoch milliseconds; undefined: the provider did not say that it ends. */
  readonly expiresAt?: number
  readonly refreshToken?: string
  /** For signing out at the provider. */
  readonly idToken?: string
  /** What was granted, parted by spaces, when the provider says so. */
  readonly scope?: string
}

export function tokensOf({ provider, uid, credentials }: AuthHash): HeldTokens {
  return { provider, uid, ...membersOf(credentials) }
}

/** The tokens after a refresh: what the answer leaves out stays as it was. */
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

/** Whether the access token has this much of its life left. */
export function isFresh({ expiresAt }: HeldTokens, { now, marginMs }: { now: number; marginMs: number }): boolean {
  return expiresAt === undefined || expiresAt - now > marginMs
}
