import type { Sealer } from '#cookies/sealing'
import { OmniauthError } from '#core/failure'
import type { Log } from '#core/log'
import type { Omniauth } from '#phases/omniauth'
import { type HeldTokens, isFresh, refreshed } from './held-tokens.ts'
import type { TokenStore } from './token-store.ts'

/** What a row holds: tokens, or that their refresh token is spent. */
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

/** Tokens that want new ones, and the row where all who hold them meet. */
export interface RefreshRequest {
  readonly id: string
  /** What the row holds now. */
  readonly row: string
  readonly tokens: HeldTokens
  /** How long the row is kept with new tokens in it. */
  readonly keepMs: number
}

export type RefreshAnswer =
  | { readonly outcome: 'refreshed'; readonly tokens: HeldTokens }
  /** Another refreshes them, or the provider cannot be reached, and they still are good for a while. */
  | { readonly outcome: 'current' }
  /** The provider takes the refresh token no more. */
  | { readonly outcome: 'spent' }
  /** The row is gone: the person has signed out. */
  | { readonly outcome: 'gone' }

/** Longer than the calls that a refresh may need (discovery, the tokens, keys twice) at ten seconds each: whoever holds a lease this long is dead, or as good as dead. */
const leaseMs = 60_000

/** No refresh takes longer, with everybody who waits for it. */
export const longestRefreshMs: number = 2 * leaseMs

const pauseMs = 100
/** After a failure nobody tries again for so long, as long as the tokens are good. */
const backOffMs = 10_000
/** How long the memory of a spent refresh token keeps others from asking. */
const spentMs = 60_000

/**
 * New tokens, asked for once: of all who hold the same tokens, in whichever process, one asks the provider and the others get what it got. Those whose access token still works
 * do not wait. Throws an `OmniauthError` (`timeout`, `failed_to_connect`, the provider's own error) when the tokens have expired and there are no new ones; it may be tried again.
 */
export async function refreshOnce(services: RefreshServices, request: RefreshRequest): Promise<RefreshAnswer> {
  const { store, sealed, clock, pause } = services
  const { id, row, tokens } = request
  const waits = leaseMs / pauseMs
  for (let turn = 0; turn <= waits; turn++) {
    const now = clock()
    const found = await store.read(id, now)
    if (found === undefined) return { outcome: 'gone' }
    if (found.sealed !== row) return answerOf(await sealed.open(found.sealed, id))
    const lease = await store.claim(id, { sealed: row, now, until: now + leaseMs })
    if (lease !== undefined) return refreshAsHolder(services, request, lease)
    if (isFresh(tokens, { now, marginMs: 0 })) return { outcome: 'current' }
    await pause(pauseMs)
  }
  throw new OmniauthError('timeout', 'Another refresh of these tokens does not end')
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
    return await overtaken(services, { id, row: before, tokens, next })
  } catch (thrown) {
    return failed(services, thrown, { id, row: before, tokens, lease })
  }
}

/**
 * Somebody has written or removed the row meanwhile, or has its lease. New tokens of a person who has signed out must not live on; where the row is as it was, they are the best
 * that there is.
 */
async function overtaken(
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
  // The refresh token may be spent because another process was faster.
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
 * The refresh token is good no more, as RFC 6749 5.2 and GitHub say it, or the provider takes none at all. Any other error may be passing trouble, or a wrong secret: it signs
 * nobody out.
 */
function isSpent({ type }: OmniauthError): boolean {
  return ['invalid_grant', 'bad_refresh_token', 'unsupported_grant_type'].includes(type)
}

/** Ends a refresh token; whether the provider can be reached must not keep anybody from signing out. */
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
