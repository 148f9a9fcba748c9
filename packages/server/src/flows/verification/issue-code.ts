import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { numericCode } from '#foundation/ids'
import { type Composed, type Filling, passwordResetMessage, verificationMessage } from '#outbound/messaging/compose'
import { enqueueEmail } from '#outbound/messaging/enqueue'
import { maskedEmail } from '#outbound/messaging/masked-destination'
import { signsInByAttribute, type UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { type CodePurpose, putVerificationCode } from '#records/verification-codes/verification-codes'
import type { Database } from '#storage/database'
import { codeDigestOf } from './check-code.ts'

const hour = 60 * 60_000

const kinds: Readonly<Record<'sign-up' | 'forgot-password' | 'attribute', { lifetime: number; compose: Compose }>> = {
  'sign-up': { lifetime: 24 * hour, compose: verificationMessage },
  attribute: { lifetime: 24 * hour, compose: verificationMessage },
  'forgot-password': { lifetime: hour, compose: passwordResetMessage },
}

type Compose = (pool: UserPool, filling: Filling) => Composed

/**
 * Makes a code for a user's e-mail address and puts the message into the outbox, in the transaction of the change that asks for
 * it. An older code for the same purpose stops working. Wake the courier after the commit.
 *
 * @returns where the code goes, masked; undefined for a user without an address.
 */
export async function issueCode(
  services: { clock: Clock; random: Random; sealer: Sealer },
  transaction: Database,
  { pool, user, purpose }: { pool: UserPool; user: User; purpose: CodePurpose },
): Promise<CodeDeliveryDetailsType | undefined> {
  const address = user.attributes['email']
  if (!address) return undefined
  const { clock, random, sealer } = services
  const { lifetime, compose } = kinds[purpose.startsWith('attribute:') ? 'attribute' : (purpose as 'sign-up')]
  const code = numericCode(random)
  const now = clock.now()
  await putVerificationCode(transaction, {
    sub: user.sub,
    purpose,
    userPoolId: pool.id,
    codeDigest: codeDigestOf({ sealer }, { sub: user.sub, purpose, code }),
    attribute: 'email',
    destination: address,
    createdAt: now,
    expiresAt: now + lifetime,
  })
  const message = compose(pool, { code, username: shownName(pool, user) })
  await enqueueEmail(services, transaction, { pool, to: address, usefulUntil: now + lifetime, message })
  return deliveryTo(address)
}

/** As the API tells where a code went. */
export const deliveryTo = (address: string): CodeDeliveryDetailsType => ({
  Destination: maskedEmail(address),
  DeliveryMedium: 'EMAIL',
  AttributeName: 'email',
})

/** What a user signs in with: a sub would say nothing to anybody. */
export const shownName = (pool: UserPool, user: User): string =>
  signsInByAttribute(pool) ? (user.attributes['email'] ?? user.username) : user.username
