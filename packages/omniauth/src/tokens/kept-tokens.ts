import type { AuthHash } from '#core/auth-hash'
import { hex, sha256 } from '#core/encoding'
import { type HeldTokens, isFresh, tokensOf } from './held-tokens.ts'
import { type RefreshRequest, type RefreshServices, refreshOnce, revokeQuietly } from './refresh-once.ts'
import { type TokenOptions, tokenServices } from './token-options.ts'
import type { TokenStore } from './token-store.ts'

/**
 * A user's tokens on the server, under a key of the application, such as the session id. The store contains neither the
 * key nor a token in readable form. All functions may run in parallel, in many processes that share the store.
 */
export interface KeptTokens {
  /** Stores the tokens of a sign-in. Replaces earlier tokens of the key. */
  keep(key: string, auth: AuthHash): Promise<void>
  /**
   * Returns the tokens, and refreshes them shortly before the access token expires. undefined when there are no tokens,
   * or when they can not be refreshed any more: the user must sign in again. Throws an `OmniauthError` when it needs
   * new tokens and can not reach the provider.
   */
  find(key: string): Promise<HeldTokens | undefined>
  /**
   * For sign-out: removes the tokens and revokes the refresh token at the provider. Returns the removed tokens, for
   * `signOutUrl`. Never fails because of the provider.
   */
  forget(key: string): Promise<HeldTokens | undefined>
  /** Removes expired tokens. Call it regularly. */
  sweep(): Promise<number>
}

export interface KeptTokensOptions extends TokenOptions {
  readonly store: TokenStore
  /** How long unused tokens are stored. Default 30 days. */
  readonly lifetimeMs?: number
}

export function keptTokens(options: KeptTokensOptions): KeptTokens {
  const { store, lifetimeMs = 30 * 24 * 60 * 60 * 1000 } = options
  const services = tokenServices(options, store)
  const { sealed, clock, marginMs, together, isUnderWay } = services
  const idOf = async (key: string) => `session:${hex(await sha256(key))}`
  const held = async (id: string) => {
    const row = await store.read(id, clock())
    const opened = row === undefined ? undefined : await sealed.open(row.sealed, id)
    return row === undefined || opened === undefined || 'spent' in opened ? undefined : { row, tokens: opened }
  }

  return {
    async keep(key, auth) {
      const id = await idOf(key)
      await store.write(id, { sealed: await sealed.seal(tokensOf(auth), id), expiresAt: clock() + lifetimeMs })
    },
    async find(key) {
      const id = await idOf(key)
      const found = await held(id)
      if (found === undefined) return undefined
      const { row, tokens } = found
      const now = clock()
      if (isFresh(tokens, { now, marginMs })) return tokens
      const call = `${id} ${row.sealed}`
      const isUsable = isFresh(tokens, { now, marginMs: 0 })
      if (tokens.refreshToken === undefined) return isUsable ? tokens : undefined
      if (isUsable && isUnderWay(call)) return tokens
      return together(call, () => current(services, { id, row: row.sealed, tokens, keepMs: lifetimeMs }))
    },
    async forget(key) {
      const id = await idOf(key)
      const found = await held(id)
      await store.remove(id)
      if (found !== undefined) await revokeQuietly(services, found.tokens)
      return found?.tokens
    },
    sweep: () => store.sweep(clock()),
  }
}

async function current(services: RefreshServices, request: RefreshRequest): Promise<HeldTokens | undefined> {
  const answer = await refreshOnce(services, request)
  switch (answer.outcome) {
    case 'refreshed':
      return answer.tokens
    case 'current':
      return request.tokens
    case 'spent':
    case 'gone':
      return undefined
  }
}
