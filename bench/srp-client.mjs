import { createHash, createHmac, randomBytes } from 'node:crypto'
import { G, modPow, N } from '../packages/server/dist/foundation/crypto/mod-pow.js'

/**
 * The client's half of SRP in Amazon Cognito. It computes in advance what does not change between sign-ins, because the load must
 * not take the server's cores. Each sign-in has the same A. That is fine for a load, and for nothing else.
 * @see https://www.rfc-editor.org/rfc/rfc5054#section-2.6
 */
export async function srpClient({ userPoolId, userId, password, salt }) {
  const poolName = userPoolId.split('_')[1]
  const a = BigInt(`0x${randomBytes(32).toString('hex')}`)
  const A = await modPow(G, a)
  const k = numberOf(sha256(padded(N), padded(G)))
  const x = numberOf(sha256(padded(BigInt(`0x${salt}`)), sha256(Buffer.from(`${poolName}${userId}:${password}`))))
  const blinding = (k * (await modPow(G, x))) % N

  return {
    srpA: A.toString(16),
    async claim({ SRP_B, SECRET_BLOCK }) {
      const B = BigInt(`0x${SRP_B}`)
      const u = numberOf(sha256(padded(A), padded(B)))
      // a + u*x has at most 512 bits, the limit of modPow. A carry into the next bit is as likely as guessing a key.
      const S = await modPow((B - blinding + N) % N, a + u * x)
      const prk = hmac(padded(u), padded(S))
      const key = hmac(prk, Buffer.from('Caldera Derived Key\x01')).subarray(0, 16)
      const timestamp = claimTime()
      const content = Buffer.concat([
        Buffer.from(`${poolName}${userId}`),
        Buffer.from(SECRET_BLOCK, 'base64'),
        Buffer.from(timestamp),
      ])
      return {
        USERNAME: userId,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: hmac(key, content).toString('base64'),
        TIMESTAMP: timestamp,
      }
    },
  }
}

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest()
const hmac = (key, content) => createHmac('sha256', key).update(content).digest()
const numberOf = (bytes) => BigInt(`0x${bytes.toString('hex')}`)

/** Big-endian, whole bytes, with a zero before a set top bit. */
function padded(number) {
  const hex = number.toString(16)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex')
}

/** As `Tue Nov 3 04:05:06 UTC 2026`. */
function claimTime() {
  const [day, date, month, year, time] = new Date().toUTCString().replace(',', '').split(' ')
  return `${day} ${month} ${Number(date)} ${time} UTC ${year}`
}
