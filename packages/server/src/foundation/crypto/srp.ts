import { createHash, createHmac, hkdfSync } from 'node:crypto'
import { G, modPow, N, powerOfG } from './mod-pow.ts'
import type { Random } from './random.ts'

/**
 * Cognito's Secure Remote Password, the server's half: SRP-6a over the 3072-bit group with SHA-256, where every integer is
 * hashed in the form of `padHex` and the key is drawn by HKDF. All integers travel and are stored as hexadecimal text.
 * @see https://www.rfc-editor.org/rfc/rfc5054 (the scheme)
 */

/** What is kept of a password so that its owner can prove to know it. Not the password, yet to be sealed like one. */
export interface SrpVerifier {
  salt: string
  verifier: string
}

/** The part of the user pool id after the region, which SRP hashes as the realm. */
export const poolNameOf = (userPoolId: string): string => userPoolId.slice(userPoolId.indexOf('_') + 1)

/** `username` is the immutable one (`USER_ID_FOR_SRP`), never an alias: the verifier holds for it alone. */
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
 * Salt and verifier of a user who does not exist: the same for the same digest (32 secret bytes made of pool and name), and
 * equal to what no password gives, since nobody knows the logarithm.
 */
export function simulatedVerifier(digest: Uint8Array): SrpVerifier {
  if (digest.length < 32) throw new RangeError('A simulated verifier takes a digest of 32 bytes.')
  const expanded = Buffer.from(hkdfSync('sha256', digest, '', 'simulated srp verifier', 16 + 384))
  const root = toInteger(expanded.subarray(16)) % N
  return { salt: expanded.subarray(0, 16).toString('hex'), verifier: toHexText((root * root) % N) }
}

/** The client's `SRP_A`. Anything but a number between 0 and N is refused: multiples of N would make the key known to all. */
export function parsePublicA(hex: string): bigint | undefined {
  if (!/^[0-9a-fA-F]{1,770}$/.test(hex)) return undefined
  const publicA = BigInt(`0x${hex}`)
  return publicA > 0n && publicA < N ? publicA : undefined
}

/** The server's pair for one sign-in: `publicB` goes out as `SRP_B`, `privateB` is kept (sealed) until the answer comes. */
export async function beginServer(
  { random }: { random: Random },
  { verifier }: { verifier: string },
): Promise<{ privateB: string; publicB: string }> {
  // RFC 5054 2.5.3: at least 256 bits.
  const privateB = toInteger(random.bytes(32))
  const publicB = (MULTIPLIER * BigInt(`0x${verifier}`) + powerOfG(privateB)) % N
  if (publicB === 0n) return beginServer({ random }, { verifier })
  return { privateB: toHexText(privateB), publicB: toHexText(publicB) }
}

/** The 16 bytes that server and client share if the client knew the password. */
export async function deriveKey(of: {
  publicA: bigint
  privateB: string
  publicB: string
  verifier: string
}): Promise<Buffer> {
  const scrambler = toInteger(sha256(padded(of.publicA), padded(BigInt(`0x${of.publicB}`))))
  if (of.publicA % N === 0n || scrambler === 0n) throw new RangeError('These public values make the key known to all.')
  const raised = await modPow(BigInt(`0x${of.verifier}`), scrambler)
  const secret = await modPow((of.publicA * raised) % N, BigInt(`0x${of.privateB}`))
  return Buffer.from(hkdfSync('sha256', padded(secret), padded(scrambler), 'Caldera Derived Key', 16))
}

/** What a client with the right key answers as `PASSWORD_CLAIM_SIGNATURE`. Compare with `constantTimeEqual`. */
export function claimSignature(of: {
  key: Uint8Array
  poolName: string
  userId: string
  /** base64, as it was sent out. */
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

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const CLAIM_TIMESTAMP = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) (\d{1,2}) (\d\d):(\d\d):(\d\d) UTC (\d{4})$/

/** The client's `TIMESTAMP` (`Mon Nov 3 04:05:06 UTC 2026`) in epoch milliseconds. */
export function parseClaimTimestamp(timestamp: string): number | undefined {
  const [, monthName = '', day, hours, minutes, seconds, year] = CLAIM_TIMESTAMP.exec(timestamp) ?? []
  const month = MONTHS.indexOf(monthName)
  if (month < 0) return undefined
  return Date.UTC(Number(year), month, Number(day), Number(hours), Number(minutes), Number(seconds))
}

/** Lower case, whole bytes, and a zero byte before a set top bit: the form of a signed big-endian integer. */
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

/** k of SRP-6a. */
const MULTIPLIER = toInteger(sha256(padded(N), padded(G)))
