import type { Sealer } from '#cookies/sealing'
import { OmniauthError } from '#core/failure'
import type { Log } from '#core/log'
import type { Omniauth } from '#phases/omniauth'
import { type HeldTokens, isFresh, refreshed } from './held-tokens.ts'
import type { TokenStore } from './token-store.ts'

/** The content of a row: tokens, or a note that their refresh token is no longer valid. */
export type Sealed = HeldTokens | { readonly spent: true }

export interface RefreshServices {
  readonly providers: Pick<Omniauth, 'refreshTokens' | 'revokeToken'>
  readonly store: TokenStore
  readonly sealed: Sealer<Sealed>
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Waits for another process. */
  readonly pause: (ms: number) => Promise<void>
  readonly log: Log
}

/** Tokens to refresh, and the row that all requests with the same tokens share. */
export interface RefreshRequest {
  readonly id: string
  /** The current content of the row. */
  readonly row: string
  readonly tokens: HeldTokens
  /** How long the row with new tokens is stored. */
  readonly keepMs: number
}

export type RefreshAnswer =
  | { readonly outcome: 'refreshed'; readonly tokens: HeldTokens }
  /** The tokens are still valid. Another request refreshes them, or the provider can not be reached. */
  | { readonly outcome: 'current' }
  /** The provider no longer accepts the refresh token. */
  | { readonly outcome: 'spent' }
  /** The row no longer exists: the user has signed out. */
  | { readonly outcome: 'gone' }

/**
 * Longer than all calls that a refresh may need (discovery, the tokens, the keys twice), with ten seconds for each. A
 * process that holds a lease longer than this has crashed or hangs.
 */
const leaseMs = 60_000

/** The longest time of a refresh, with the time that other requests wait for it. */
export const longestRefreshMs: number = 2 * leaseMs

const pauseMs = 100
/** The time until the next attempt after a failure, while the tokens are still valid. */
const backOffMs = 10_000
/** How long a row notes that the refresh token is no longer valid, so that other requests do not ask the provider. */
const spentMs = 60_000

/**
 * Refreshes tokens only once. Of all requests with the same tokens, in all processes, one asks the provider, and the
 * others get its result. Requests whose access token is still valid do not wait. Throws an `OmniauthError` (`timeout`,
 * `failed_to_connect`, or the provider's error) when the tokens have expired and there are no new ones. The caller may
 * try again.
 */
export async function refreshOnce(services: RefreshServices, request: RefreshRequest): Promise<RefreshAnswer> {
  const { store, sealed, clock, pause } = services
  const { id, row, tokens } = request
  const waits = leaseMs / pauseMs
  for (let attempt = 0; attempt <= waits; attempt++) {
    const now = clock()
    const found = await store.read(id, now)
    if (found === undefined) return { outcome: 'gone' }
    if (found.sealed !== row) return answerOf(await sealed.open(found.sealed, id))
    const lease = await store.claim(id, { sealed: row, now, until: now + leaseMs })
    if (lease !== undefined) return refreshAsHolder(services, request, lease)
    if (isFresh(tokens, { now, marginMs: 0 })) return { outcome: 'current' }
    await pause(pauseMs)
  }
  throw new OmniauthError('timeout', 'Another refresh of these tokens does not finish: try again')
}

function answerOf(opened: Sealed | undefined): RefreshAnswer {
  if (opened === undefined) return { outcome: 'gone' }
  return 'spent' in opened ? { outcome: 'spent' } : { outcome: 'refreshed', tokens: opened }
}

async function refreshAsHolder(
  services: RefreshServices,
  { id, row: before, tokens, keepMs }: RefreshRequest,
  lease: number,
): Promise<RefreshAnswer> {
  const { providers, store, sealed, clock } = services
  const { provider, refreshToken, idToken } = tokens
  try {
    const credentials =
      refreshToken === undefined ? undefined : await providers.refreshTokens(provider, { refreshToken, idToken })
    if (credentials === undefined)
      throw new OmniauthError('unsupported_grant_type', 'The provider has no way to refresh tokens')
    const next = refreshed(tokens, credentials)
    const row = { lease, sealed: await sealed.seal(next, id), expiresAt: clock() + keepMs }
    if (await store.replace(id, row)) return answerOf(next)
    return await afterLostLease(services, { id, row: before, tokens, next })
  } catch (thrown) {
    return failed(services, thrown, { id, row: before, tokens, lease })
  }
}

/**
 * Another request has written or removed the row in the meantime, or has its lease. If the row is removed, the user has
 * signed out, so the new tokens must be revoked. If the row is unchanged, the new tokens are used.
 */
async function afterLostLease(
  { store, sealed, providers, clock, log }: RefreshServices,
  { id, row, tokens, next }: { id: string; row: string; tokens: HeldTokens; next: HeldTokens },
): Promise<RefreshAnswer> {
  const found = await store.read(id, clock())
  if (found?.sealed === row) return answerOf(next)
  if (found !== undefined) return answerOf(await sealed.open(found.sealed, id))
  if (next.refreshToken !== tokens.refreshToken) await revokeQuietly({ providers, log }, next)
  return { outcome: 'gone' }
}

async function failed(
  { store, sealed, clock, log }: RefreshServices,
  thrown: unknown,
  { id, row, tokens, lease }: { id: string; row: string; tokens: HeldTokens; lease: number },
): Promise<RefreshAnswer> {
  const now = clock()
  const isUsable = isFresh(tokens, { now, marginMs: 0 })
  // The refresh token may be invalid because another process used it first.
  const found = await store.read(id, now)
  if (found !== undefined && found.sealed !== row) return answerOf(await sealed.open(found.sealed, id))
  if (thrown instanceof OmniauthError && isSpent(thrown) && !isUsable) {
    await store.replace(id, { lease, sealed: await sealed.seal({ spent: true }, id), expiresAt: now + spentMs })
    log.info('refresh-token.spent', { provider: tokens.provider })
    return { outcome: 'spent' }
  }
  await store.release(id, { lease, until: isUsable ? now + backOffMs : 0 })
  const reason = thrown instanceof OmniauthError ? { reason: thrown.type, message: thrown.message } : {}
  log.warn('refresh.failed', { provider: tokens.provider, ...reason })
  if (isUsable && thrown instanceof OmniauthError) return { outcome: 'current' }
  throw thrown
}

/**
 * Whether the refresh token is no longer valid, by the error names of RFC 6749 5.2 and of GitHub, or because the
 * provider does not support refresh tokens. Any other error may be temporary, or a wrong client secret. It must not
 * sign out a user.
 */
function isSpent({ type }: OmniauthError): boolean {
  return ['invalid_grant', 'bad_refresh_token', 'unsupported_grant_type'].includes(type)
}

/** Revokes a refresh token. An unreachable provider must not prevent the sign-out. */
export async function revokeQuietly(
  { providers, log }: Pick<RefreshServices, 'providers' | 'log'>,
  { provider, refreshToken }: HeldTokens,
): Promise<void> {
  if (refreshToken === undefined) return
  try {
    await providers.revokeToken(provider, { token: refreshToken })
  } catch (thrown) {
    const reason = thrown instanceof OmniauthError ? { reason: thrown.type, message: thrown.message } : {}
    log.warn('revocation.failed', { provider, ...reason })
  }
}
