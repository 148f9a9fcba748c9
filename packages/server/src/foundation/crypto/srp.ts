import { createHash, createHmac, hkdfSync } from 'node:crypto'
import { G, modPow, N, powerOfG } from './mod-pow.ts'
import type { Random } from './random.ts'

/**
 * The server's side of Cognito's Secure Remote Password: SRP-6a with the 3072-bit group and SHA-256. Every integer is hashed in
 * the form of `padHex`, and HKDF derives the key. All integers are sent and stored as hexadecimal text.
 * @see https://www.rfc-editor.org/rfc/rfc5054 (the scheme)
 */

/** Lets a user prove that they know a password, without storing the password. It must be sealed like a password. */
export interface SrpVerifier {
  salt: string
  verifier: string
}

/** The part of the user pool id after the region, which SRP hashes as the realm. */
export const poolNameOf = (userPoolId: string): string => userPoolId.slice(userPoolId.indexOf('_') + 1)

/** `username` is the immutable one (`USER_ID_FOR_SRP`), never an alias. The verifier is valid only for this username. */
export async function createVerifier(
  { random }: { random: Random },
  { poolName, username, password }: { poolName: string; username: string; password: string },
): Promise<SrpVerifier> {
  const salt = random.bytes(16).toString('hex')
  const identity = sha256(`${poolName}${username}:${password}`)
  const x = toInteger(sha256(padded(BigInt(`0x${salt}`)), identity))
  return { salt, verifier: toHexText(powerOfG(x)) }
}

/**
 * Salt and verifier for a name that no user has. The same digest (32 secret bytes derived from pool and name) gives the same
 * result. No known password gives this verifier, because its discrete logarithm is not known.
 */
export function simulatedVerifier(digest: Uint8Array): SrpVerifier {
  if (digest.length < 32) throw new RangeError('A simulated verifier takes a digest of 32 bytes.')
  const expanded = Buffer.from(hkdfSync('sha256', digest, '', 'simulated srp verifier', 16 + 384))
  const root = toInteger(expanded.subarray(16)) % N
  return { salt: expanded.subarray(0, 16).toString('hex'), verifier: toHexText((root * root) % N) }
}

/** The client's `SRP_A`. It must be between 0 and N: with a multiple of N, the key would not depend on the password. */
export function parsePublicA(hex: string): bigint | undefined {
  if (!/^[0-9a-fA-F]{1,770}$/.test(hex)) return undefined
  const publicA = BigInt(`0x${hex}`)
  return publicA > 0n && publicA < N ? publicA : undefined
}

/** The server's key pair for one sign-in. `publicB` is sent as `SRP_B`; `privateB` is stored, sealed, until the answer. */
export async function beginServer(
  { random }: { random: Random },
  { verifier }: { verifier: string },
): Promise<{ privateB: string; publicB: string }> {
  // RFC 5054 2.5.3: at least 256 bits.
  const privateB = toInteger(random.bytes(32))
  const publicB = (multiplier * BigInt(`0x${verifier}`) + powerOfG(privateB)) % N
  if (publicB === 0n) return beginServer({ random }, { verifier })
  return { privateB: toHexText(privateB), publicB: toHexText(publicB) }
}

/** The 16 bytes that server and client share if the client knows the password. */
export async function deriveKey(of: {
  publicA: bigint
  privateB: string
  publicB: string
  verifier: string
}): Promise<Buffer> {
  const scrambler = toInteger(sha256(padded(of.publicA), padded(BigInt(`0x${of.publicB}`))))
  if (of.publicA % N === 0n || scrambler === 0n) throw new RangeError('With these public values the key is not secret.')
  const raised = await modPow(BigInt(`0x${of.verifier}`), scrambler)
  const secret = await modPow((of.publicA * raised) % N, BigInt(`0x${of.privateB}`))
  return Buffer.from(hkdfSync('sha256', padded(secret), padded(scrambler), 'Caldera Derived Key', 16))
}

/** The `PASSWORD_CLAIM_SIGNATURE` of a client with the right key. Compare it with `constantTimeEqual`. */
export function claimSignature(of: {
  key: Uint8Array
  poolName: string
  userId: string
  /** In base64, as the server sent it. */
  secretBlock: string
  timestamp: string
}): string {
  return createHmac('sha256', of.key)
    .update(of.poolName)
    .update(of.userId)
    .update(Buffer.from(of.secretBlock, 'base64'))
    .update(of.timestamp)
    .digest('base64')
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const claimTimestamp = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) (\d{1,2}) (\d\d):(\d\d):(\d\d) UTC (\d{4})$/

/** The client's `TIMESTAMP` (`Mon Nov 3 04:05:06 UTC 2026`) in epoch milliseconds. */
export function parseClaimTimestamp(timestamp: string): number | undefined {
  const [, monthName = '', day, hours, minutes, seconds, year] = claimTimestamp.exec(timestamp) ?? []
  const month = monthNames.indexOf(monthName)
  if (month < 0) return undefined
  return Date.UTC(Number(year), month, Number(day), Number(hours), Number(minutes), Number(seconds))
}

/** The hexadecimal form of a signed big-endian integer: lower case, whole bytes, and a zero byte before a set top bit. */
export function padHex(value: bigint): string {
  const hex = toHexText(value)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return /^[89a-f]/.test(even) ? `00${even}` : even
}

const toHexText = (value: bigint): string => value.toString(16)

const padded = (value: bigint): Buffer => Buffer.from(padHex(value), 'hex')

const toInteger = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

function sha256(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** The multiplier k of SRP-6a. */
const multiplier = toInteger(sha256(padded(N), padded(G)))
