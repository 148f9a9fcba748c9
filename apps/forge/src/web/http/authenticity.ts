import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const size = 32

/**
 * A token for the forms of one session. It cannot be made without Forge's key or used in another session. A new mask each
 * time protects it on compressed pages (BREACH).
 */
export function authenticityToken(key: Buffer, sessionId: string): string {
  const mask = randomBytes(size)
  return Buffer.concat([mask, xor(mask, tokenOf(key, sessionId))]).toString('base64url')
}

export function isAuthentic(key: Buffer, sessionId: string | undefined, token: unknown): boolean {
  if (sessionId === undefined || typeof token !== 'string' || token.length > 128) return false
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 2 * size) return false
  return timingSafeEqual(xor(bytes.subarray(0, size), bytes.subarray(size)), tokenOf(key, sessionId))
}

/**
 * Whether the headers say that a request comes from Forge's own pages. A request without these headers (not a browser, or
 * an old one) passes, because the token also protects the form.
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function isSameOrigin(
  { origin, site }: { origin: string | undefined; site: string | undefined },
  externalUrl: URL,
): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  return origin === undefined || origin === externalUrl.origin
}

const tokenOf = (key: Buffer, sessionId: string) => createHmac('sha256', key).update(sessionId).digest()

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)))
}
