import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const size = 32

/**
 * A token for the forms of one session: it can't be made without Forge's key nor used under another session.
 * Masked anew each time, so that a compressed page doesn't give it away piece by piece (BREACH).
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
 * Whether a browser says that a request comes from Forge's own pages. A request that says nothing (no browser, or an old
 * one) passes: the token is what protects; this is the second lock.
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
