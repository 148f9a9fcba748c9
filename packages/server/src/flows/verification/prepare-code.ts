import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { numericCode } from '#foundation/ids'
import type { Message } from '#outbound/messaging/channels/channel'
import { channels } from '#outbound/messaging/channels/channels'
import { type PreparedMessage, prepareMessage, storeMessage } from '#outbound/messaging/outgoing-message'
import type { EventUser } from '#outbound/triggers/trigger'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { UserPool } from '#records/user-pools/user-pool'
import {
  type CodePurpose,
  putVerificationCode,
  type VerificationCode,
} from '#records/verification-codes/verification-codes'
import type { Database } from '#storage/database'
import { codeDigestOf } from './check-code.ts'
import { codeDestination, deliveryTo, shownName } from './code-delivery.ts'

const hour = 60 * 60_000

/** How long a code works, and what its message is about. */
export function codeTraits(purpose: CodePurpose): { lifetime: number; occasion: Message['occasion'] } {
  return purpose === 'forgot-password'
    ? { lifetime: hour, occasion: 'password-reset' }
    : { lifetime: 24 * hour, occasion: 'verification' }
}

/** A code and its message, ready to be stored. */
export interface PreparedCode {
  readonly code: VerificationCode
  readonly message: PreparedMessage
  /** Where the code goes, masked. */
  readonly delivery: CodeDeliveryDetailsType
}

/**
 * Makes a code for a user, and composes and seals its message. It does not use the database. Call it before the
 * transaction that stores the code.
 *
 * @param of.context for the pool's CustomMessage function, which is not supported yet.
 * @returns undefined for a user without an address.
 */
export async function prepareCode(
  services: { clock: Clock; random: Random; sealer: Sealer },
  of: { pool: UserPool; user: EventUser; purpose: CodePurpose; context: TriggerContext },
): Promise<PreparedCode | undefined> {
  const { clock, random, sealer } = services
  const { pool, user, purpose } = of
  const destination = codeDestination(user, purpose)
  if (!destination) return undefined
  const { lifetime, occasion } = codeTraits(purpose)
  const { sub } = user
  const code = numericCode(random)
  const now = clock.now()
  const message = { occasion, code, username: shownName(pool, user) }
  return {
    code: {
      sub,
      purpose,
      userPoolId: pool.id,
      codeDigest: codeDigestOf({ sealer }, { sub, purpose, code }),
      attribute: channels[destination.channel].attribute,
      destination: destination.to,
      createdAt: now,
      expiresAt: now + lifetime,
    },
    message: prepareMessage(services, { ...destination, pool, message, usefulUntil: now + lifetime }),
    delivery: deliveryTo(destination),
  }
}

/** Whether a prepared code goes to the address that the user has now. */
export function fits({ code }: PreparedCode, { user, purpose }: { user: EventUser; purpose: CodePurpose }): boolean {
  return code.sub === user.sub && code.purpose === purpose && code.destination === codeDestination(user, purpose)?.to
}

/**
 * Stores a prepared code and its message, in the transaction of the change that needs it. An older code for the same
 * purpose stops working. Call `fits` first, with the user as held in this transaction.
 */
export async function storeCode(
  services: { courier: { wake(): void } },
  transaction: Database,
  { code, message }: PreparedCode,
): Promise<void> {
  await putVerificationCode(transaction, code)
  await storeMessage(services, transaction, message)
}
