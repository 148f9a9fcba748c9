import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { InitiateAuthResponse } from '@poolhouse/contract'
import { G, modPow, N } from '#foundation/crypto/mod-pow'
import { padHex, poolNameOf } from '#foundation/crypto/srp'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const two = (number: number): string => String(number).padStart(2, '0')

/** Formats a time as `Mon Nov 3 04:05:06 UTC 2026`. */
export function claimTimestamp(now: number): string {
  const date = new Date(now)
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  return `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${date.getUTCDate()} ${time} UTC ${date.getUTCFullYear()}`
}

/**
 * The client's half of one SRP sign-in. It is faster than amazon-cognito-identity-js, which needs a fifth of a second.
 * `srp.test.ts` and the browser tests check that both agree.
 */
export function srpClient(userPoolId: string) {
  const poolName = poolNameOf(userPoolId)
  const privateA = toInteger(randomBytes(32))
  const computed = modPow(G, privateA)
  return {
    publicA: async (): Promise<string> => (await computed).toString(16),
    /** Computes the answers to PASSWORD_VERIFIER. */
    async claim({ ChallengeParameters = {} }: InitiateAuthResponse, of: { password: string; now: number }) {
      const { USER_ID_FOR_SRP = '', SRP_B = '', SALT = '', SECRET_BLOCK = '' } = ChallengeParameters
      const publicB = BigInt(`0x${SRP_B}`)
      const u = hashed(padded(await computed), padded(publicB))
      const x = hashed(padded(BigInt(`0x${SALT}`)), sha256(`${poolName}${USER_ID_FOR_SRP}:${of.password}`))
      const base = (publicB - ((multiplier * (await modPow(G, x))) % N) + N) % N
      const secret = ((await modPow(base, privateA)) * (await modPow(await modPow(base, u), x))) % N
      const key = new Uint8Array(hkdfSync('sha256', padded(secret), padded(u), 'Caldera Derived Key', 16))
      const timestamp = claimTimestamp(of.now)
      const signature = createHmac('sha256', key)
        .update(poolName)
        .update(USER_ID_FOR_SRP)
        .update(Buffer.from(SECRET_BLOCK, 'base64'))
        .update(timestamp)
        .digest('base64')
      return {
        USERNAME: USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: signature,
        TIMESTAMP: timestamp,
      }
    },
  }
}

const padded = (value: bigint): Buffer => Buffer.from(padHex(value), 'hex')
const toInteger = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
const hashed = (...parts: Uint8Array[]): bigint => toInteger(sha256(...parts))

function sha256(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const multiplier = hashed(padded(N), padded(G))
