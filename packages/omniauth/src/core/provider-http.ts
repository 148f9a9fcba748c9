import { boundedBytes } from './bounded-text.ts'
import { invalidCredentials, OmniauthError } from './failure.ts'

/** A complete answer of a provider. */
export interface ProviderAnswer {
  readonly status: number
  /** Media type in lower case, without parameters; '' when there is none. */
  readonly mediaType: string
  readonly text: string
}

export interface ProviderRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** HTTP calls to the provider. The time limit of a call includes redirects and the body. */
export interface ProviderHttp {
  send(url: string, request: ProviderRequest): Promise<ProviderAnswer>
}

export interface ProviderHttpOptions {
  readonly fetch?: typeof globalThis.fetch
  readonly timeoutMs?: number
  readonly maxBytes?: number
  readonly maxRedirects?: number
  /** Makes the signal that ends a call after this number of milliseconds. */
  readonly timeLimit?: (milliseconds: number) => AbortSignal
}

const connectionLost = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
])
const timedOut = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])
const nameNotFound = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NONAME'])

/**
 * Calls the provider with the given fetch. Converts connection errors to OmniAuth's `timeout` and `failed_to_connect`.
 */
export function providerHttp(options: ProviderHttpOptions = {}): ProviderHttp {
  const { timeoutMs = 10_000, maxBytes = 256 * 1024, maxRedirects = 3 } = options
  const timeLimit = options.timeLimit ?? ((milliseconds) => AbortSignal.timeout(milliseconds))
  return {
    async send(url, request) {
      const fetch = options.fetch ?? globalThis.fetch
      try {
        const signal = timeLimit(timeoutMs)
        const response = await follow(fetch, { url, request, signal, redirectsLeft: maxRedirects })
        const bytes = await boundedBytes(response.body, maxBytes)
        if (bytes === undefined) throw invalidCredentials(`The provider's answer is larger than ${maxBytes} bytes`)
        return { status: response.status, mediaType: mediaType(response.headers), text: textOf(bytes) }
      } catch (thrown) {
        throw asConnectionFailure(thrown)
      }
    },
  }
}

/** The media type in lower case, without parameters. '' when there is none, or when it is invalid. */
export function mediaType(headers: Headers): string {
  const type = (headers.get('content-type') ?? '').split(';', 1).join('').trim().toLowerCase()
  return /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/.test(type) ? type : ''
}

/**
 * Refuses bytes that are not UTF-8: they would all become the same replacement character, and two uids could become
 * equal.
 */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalidCredentials("The provider's answer is not UTF-8")
  }
}

interface Hop {
  readonly url: string
  readonly request: ProviderRequest
  readonly signal: AbortSignal
  readonly redirectsLeft: number
}

/**
 * Follows redirects only within the provider's origin, because the request contains the client secret, the code or the
 * access token. Repeats other methods than GET only for 307 and 308: other statuses would change the method to GET.
 */
async function follow(fetch: typeof globalThis.fetch, hop: Hop): Promise<Response> {
  const { url, request, signal, redirectsLeft } = hop
  const response = await fetch(url, {
    method: request.method,
    redirect: 'manual',
    signal,
    ...(request.headers && { headers: { ...request.headers } }),
    ...(request.body !== undefined && { body: request.body }),
  })
  if (![301, 302, 303, 307, 308].includes(response.status)) return response
  await response.body?.cancel()
  const location = response.headers.get('location')
  if (location === null || !URL.canParse(location, url))
    throw invalidCredentials('The provider redirects without a valid address')
  const target = new URL(location, url)
  if (redirectsLeft === 0) throw invalidCredentials('The provider redirects too often')
  if (target.username !== '' || target.password !== '')
    throw invalidCredentials('The provider redirects to an address with a username')
  if (target.origin !== new URL(url).origin) throw invalidCredentials('The provider redirects to another origin')
  if (request.method !== 'GET' && response.status !== 307 && response.status !== 308) {
    throw invalidCredentials(`The provider answers a ${request.method} with a redirect (${response.status})`)
  }
  return follow(fetch, { ...hop, url: target.href, redirectsLeft: redirectsLeft - 1 })
}

function asConnectionFailure(thrown: unknown): unknown {
  if (thrown instanceof OmniauthError) return thrown
  const codes = causes(thrown)
  if (
    codes.some(
      (code) => code === 'TimeoutError' || code === 'AbortError' || timedOut.has(code) || connectionLost.has(code),
    )
  ) {
    return new OmniauthError('timeout', 'The provider did not answer', { cause: thrown })
  }
  if (codes.some((code) => code.startsWith('Z_')))
    return invalidCredentials("The provider's answer can't be decompressed", thrown)
  if (thrown instanceof TypeError || codes.some((code) => nameNotFound.has(code))) {
    return new OmniauthError('failed_to_connect', 'The provider could not be reached', { cause: thrown })
  }
  return thrown
}

/** Names and codes of an error and of its causes. fetch hides the reason one or two levels deep. */
function causes(thrown: unknown, depth = 0): string[] {
  if (!(thrown instanceof Error) || depth > 4) return []
  const code = 'code' in thrown && typeof thrown.code === 'string' ? [thrown.code] : []
  const inner = thrown instanceof AggregateError ? thrown.errors.flatMap((one) => causes(one, depth + 1)) : []
  return [thrown.name, ...code, ...inner, ...causes(thrown.cause, depth + 1)]
}
