import { cookieHeader, readCookies } from '#cookies/cookies'
import type { AuthHash } from '#core/auth-hash'
import { hex, sha256 } from '#core/encoding'
import { type HeldTokens, isFresh, tokensOf } from './held-tokens.ts'
import { longestRefreshMs, refreshOnce, revokeQuietly } from './refresh-once.ts'
import { memoryTokens } from './stores/memory.ts'
import { type TokenOptions, tokenServices } from './token-options.ts'
import type { TokenStore } from './token-store.ts'

export interface CookieAnswer {
  readonly tokens: HeldTokens | undefined
  /** `Set-Cookie` values for the response to this request. Often there are none. */
  readonly setCookies: readonly string[]
}

/**
 * A user's tokens, sealed in cookies of the user's browser. The server stores only the result of a refresh, for a short
 * time. It needs that for parallel requests of a browser with the same old cookie: one request refreshes the tokens,
 * and the others get the same new tokens.
 */
export interface CookieTokens {
  /** The `Set-Cookie` values that store the tokens of a sign-in. */
  keep(request: Request, auth: AuthHash): Promise<readonly string[]>
  /**
   * The same as `find` of `KeptTokens`. Send the `setCookies` of the answer. Otherwise the next request refreshes
   * again.
   */
  find(request: Request): Promise<CookieAnswer>
  /**
   * For sign-out: returns the `Set-Cookie` values that remove the tokens. Revokes the refresh token at the provider.
   */
  forget(request: Request): Promise<CookieAnswer>
}

export interface CookieTokensOptions extends TokenOptions {
  /** Whether the application uses https. The cookies are then `Secure`. */
  readonly secure: boolean
  /**
   * Where parallel requests find the result of a refresh. Default: the memory of this process. Several processes need a
   * shared store.
   */
  readonly store?: TokenStore
  /** Default `omniauth_tokens`. */
  readonly name?: string
  /** The lifetime of the cookies. Default 30 days. */
  readonly lifetimeMs?: number
  /** How long requests with the old cookie get the new tokens after a refresh. Default: a minute. */
  readonly graceMs?: number
}

/** Browsers allow 4096 bytes for a cookie with its name and attributes. Three tokens need more than one cookie. */
const chunkLength = 3800
const maxChunks = 5

export function cookieTokens(options: CookieTokensOptions): CookieTokens {
  const { secure, lifetimeMs = 30 * 24 * 60 * 60 * 1000, graceMs = 60_000 } = options
  const services = tokenServices(options, options.store ?? memoryTokens())
  const { sealed, store, clock, marginMs, together, isUnderWay } = services
  const prefix = `${secure ? '__Host-' : ''}${options.name ?? 'omniauth_tokens'}.`
  const cookie = (index: number, value: string) =>
    cookieHeader({ name: `${prefix}${index}`, value, maxAgeSeconds: value === '' ? 0 : lifetimeMs / 1000, secure })

  /** `Set-Cookie` values that store the parts, and that remove remaining parts of earlier tokens. */
  function lines(request: Request, value: string): string[] {
    const parts = value.match(new RegExp(`.{1,${chunkLength}}`, 'g')) ?? []
    if (parts.length > maxChunks)
      throw new RangeError('The tokens are too large for cookies: store them on the server with keptTokens')
    const stale = [...readCookies(request).keys()]
      .map((name) => (name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN))
      .filter((index) => Number.isInteger(index) && index >= parts.length && index < maxChunks)
    return [...parts.map((part, index) => cookie(index, part)), ...stale.map((index) => cookie(index, ''))]
  }

  async function held(request: Request): Promise<HeldTokens | undefined> {
    const cookies = readCookies(request)
    const parts: string[] = []
    for (let index = 0; index < maxChunks; index++) {
      const part = cookies.get(`${prefix}${index}`)
      if (part === undefined) break
      parts.push(part)
    }
    const opened = parts.length === 0 ? undefined : await sealed.open(parts.join(''))
    return opened === undefined || 'spent' in opened ? undefined : opened
  }

  const signedOut = (request: Request): CookieAnswer => ({ tokens: undefined, setCookies: lines(request, '') })

  return {
    keep: async (request, auth) => lines(request, await sealed.seal(tokensOf(auth))),
    async find(request) {
      const tokens = await held(request)
      if (tokens === undefined) return signedOut(request)
      const now = clock()
      if (isFresh(tokens, { now, marginMs })) return { tokens, setCookies: [] }
      const { refreshToken } = tokens
      if (refreshToken === undefined)
        return isFresh(tokens, { now, marginMs: 0 }) ? { tokens, setCookies: [] } : signedOut(request)
      const id = `refresh:${hex(await sha256(`${refreshToken} ${tokens.accessToken}`))}`
      if (isUnderWay(id) && isFresh(tokens, { now, marginMs: 0 })) return { tokens, setCookies: [] }
      const answer = await together(id, async () => {
        await store.sweep(now)
        await store.open(id, { now, expiresAt: now + Math.max(graceMs, longestRefreshMs) })
        return refreshOnce(services, { id, row: '', tokens, keepMs: graceMs })
      })
      if (answer.outcome === 'current') return { tokens, setCookies: [] }
      if (answer.outcome !== 'refreshed') return signedOut(request)
      return { tokens: answer.tokens, setCookies: lines(request, await sealed.seal(answer.tokens)) }
    },
    async forget(request) {
      const tokens = await held(request)
      if (tokens !== undefined) await revokeQuietly(services, tokens)
      return { ...signedOut(request), tokens }
    },
  }
}
