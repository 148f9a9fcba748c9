import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import type { InitiateAuthResponse } from '@poolhouse/contract'
import { poolNameOf } from '#foundation/crypto/srp'

interface PublishedHelper {
  getLargeAValue(take: (error: unknown, value: { toString(radix: number): string }) => void): void
  getPasswordAuthenticationKey(
    username: string,
    password: string,
    publicB: object,
    salt: object,
    take: (error: unknown, key: Uint8Array) => void,
  ): void
}

/** The modules of the published client have no types of their own. */
const published = createRequire(import.meta.url)
const { default: AuthenticationHelper } = published('amazon-cognito-identity-js/lib/AuthenticationHelper.js') as {
  default: new (poolName: string) => PublishedHelper
}
const { default: BigInteger } = published('amazon-cognito-identity-js/lib/BigInteger.js') as {
  default: new (text: string, radix: number) => object
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const two = (number: number): string => String(number).padStart(2, '0')

/** As `Mon Nov 3 04:05:06 UTC 2026`. */
export function claimTimestamp(now: number): string {
  const date = new Date(now)
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  return `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${date.getUTCDate()} ${time} UTC ${date.getUTCFullYear()}`
}

/** The client's half of one SRP sign-in, computed by amazon-cognito-identity-js. */
export function srpClient(userPoolId: string) {
  const poolName = poolNameOf(userPoolId)
  const helper = new AuthenticationHelper(poolName)
  return {
    publicA: () =>
      new Promise<string>((resolve, reject) =>
        helper.getLargeAValue((error, value) => (error ? reject(error) : resolve(value.toString(16)))),
      ),
    /** The answers to PASSWORD_VERIFIER. */
    async claim({ ChallengeParameters = {} }: InitiateAuthResponse, of: { password: string; now: number }) {
      const { USER_ID_FOR_SRP = '', SRP_B = '', SALT = '', SECRET_BLOCK = '' } = ChallengeParameters
      const key = await new Promise<Uint8Array>((resolve, reject) =>
        helper.getPasswordAuthenticationKey(
          USER_ID_FOR_SRP,
          of.password,
          new BigInteger(SRP_B, 16),
          new BigInteger(SALT, 16),
          (error, value) => (error ? reject(error) : resolve(value)),
        ),
      )
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
