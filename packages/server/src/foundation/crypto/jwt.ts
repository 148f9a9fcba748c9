import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { promisify } from 'node:util'
import type { Clock } from '#foundation/clock'
import { fromBase64Url, fromUtf8, toBase64Url } from '#foundation/encoding'

/** The tokens that this server signs: RS256 only, with exactly the header `{kid, alg}`, as in Cognito. */

export interface PublicJwk {
  alg: 'RS256'
  e: string
  kid: string
  kty: 'RSA'
  n: string
  use: 'sig'
}

export interface GeneratedSigningKey {
  kid: string
  /** PKCS#8. Seal it before you store it. */
  privateKeyPem: string
  publicJwk: PublicJwk
}

export async function generateSigningKey(): Promise<GeneratedSigningKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const kid = createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('base64')
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  return {
    kid,
    privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicJwk: { alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' },
  }
}

export type JwtClaims = Record<string, unknown>

/** Signs on the thread pool. @see https://www.rfc-editor.org/rfc/rfc7515#section-5.1 */
export async function signJwt({ kid, privateKey }: { kid: string; privateKey: KeyObject }, claims: JwtClaims) {
  const signed = `${headerOf(kid)}.${toBase64Url(Buffer.from(JSON.stringify(claims)))}`
  const signature = await new Promise<Buffer>((resolve, reject) =>
    sign('sha256', Buffer.from(signed), privateKey, (error, bytes) => (error ? reject(error) : resolve(bytes))),
  )
  return `${signed}.${toBase64Url(signature)}`
}

/** Claims whose times are checked to be integers. */
export type VerifiedClaims = JwtClaims & { exp: number; iat: number }

export type JwtVerdict =
  | { valid: true; kid: string; claims: VerifiedClaims }
  | { valid: false; reason: 'malformed' | 'signature' | 'expired' }

export interface JwtVerification {
  /** Looks the key up among known keys. Never take a key from the token itself. */
  findKey(kid: string): KeyObject | undefined | Promise<KeyObject | undefined>
  clock: Clock
}

const maxTokenLength = 32_768
const allowedSkew = 60

/**
 * Verifies a token that this server signed. Checks form, signature and times. The caller checks issuer, use, client and
 * revocation.
 * @see https://www.rfc-editor.org/rfc/rfc8725#section-3
 */
export async function verifyJwt({ findKey, clock }: JwtVerification, token: string): Promise<JwtVerdict> {
  const parts = token.length > maxTokenLength ? [] : token.split('.')
  const [header = '', payload = '', signature = ''] = parts.map(fromBase64Url)
  const kid = kidOf(header)
  if (parts.length !== 3 || !header || !payload || !signature || kid === undefined) return refused('malformed')

  const key = await findKey(kid)
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')))
  if (!key || !verify('sha256', signed, key, signature)) return refused('signature')

  const claims = parseObject(payload)
  if (!claims || !hasTimes(claims)) return refused('malformed')
  const now = clock.now() / 1000
  const begins = Math.max(claims.iat, typeof claims['nbf'] === 'number' ? claims['nbf'] : 0)
  if (begins > now + allowedSkew) return refused('malformed')
  return claims.exp <= now ? refused('expired') : { valid: true, kid, claims }
}

/** The key object of a PEM text. It is cached, because parsing is expensive and always gives the same result. */
export const importPrivateKey = cached((pem: string) => createPrivateKey(pem))

/** The key object of a public key, cached in the same way. */
export const importPublicKey = cached((n: string, e: string) =>
  createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }),
)

const headerOf = (kid: string): string => toBase64Url(Buffer.from(JSON.stringify({ kid, alg: 'RS256' })))

const refused = (reason: 'malformed' | 'signature' | 'expired') => ({ valid: false, reason }) as const

/** The key id of a header. The header must be, byte for byte, one that `headerOf` writes: any other one is refused. */
function kidOf(header: Uint8Array | ''): string | undefined {
  const kid = header === '' ? undefined : parseObject(header)?.['kid']
  return typeof kid === 'string' && header !== '' && toBase64Url(header) === headerOf(kid) ? kid : undefined
}

function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  const text = fromUtf8(bytes)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function hasTimes(claims: JwtClaims): claims is VerifiedClaims {
  return (
    Number.isSafeInteger(claims['exp']) &&
    Number.isSafeInteger(claims['iat']) &&
    (claims['nbf'] === undefined || Number.isSafeInteger(claims['nbf']))
  )
}

const maxCachedKeys = 1000

/** Caches the results of a pure function. When the cache is full, the oldest entry is removed. */
function cached<Arguments extends string[]>(make: (...of: Arguments) => KeyObject) {
  const made = new Map<string, KeyObject>()
  return (...of: Arguments): KeyObject => {
    const name = createHash('sha256').update(of.join('\0')).digest('base64')
    const known = made.get(name)
    if (known) return known
    const key = make(...of)
    const oldest = made.size >= maxCachedKeys ? made.keys().next().value : undefined
    if (oldest !== undefined) made.delete(oldest)
    made.set(name, key)
    return key
  }
}
