import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import { isException } from '#foundation/exceptions/exception'
import { tooManyRequests } from '#foundation/exceptions/requests'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import { isSpent, takeFromBudget } from '#records/attempts/attempts'
import type { Database } from '#storage/database'
import type { Door } from './sign-in-state.ts'

/** Refused sign-ins for one address in the window. Enough for an office behind one address, too few for guessing. */
const limit = 100
const window = 15 * 60_000

/**
 * Runs one step of a sign-in for an address. The lock of `guardedAttempt` stops many guesses at one user. This budget
 * stops one guess at many users. The loopback address is not counted: its requests come from a proxy that is not in
 * `trustedProxies`, and counting them would lock all users out. Administrators are not counted either.
 *
 * @throws TooManyRequestsException once the address has been refused too often.
 * @see https://owasp.org/www-community/attacks/Password_Spraying_Attack
 */
export async function withinAddressBudget<Result>(
  { clock, db, sealer }: { clock: Clock; db: Database; sealer: Sealer },
  { door, context: { sourceIp } }: { door: Door; context: Pick<TriggerContext, 'sourceIp'> },
  step: () => Promise<Result>,
): Promise<Result> {
  if (door === 'admin' || isLoopback(sourceIp)) return await step()
  const key = sealer.digest('refused-sign-ins', networkOf(sourceIp))
  const budget = { key, limit, window }
  if (await isSpent(db, { ...budget, now: clock.now() })) throw tooManyRequests()
  try {
    return await step()
  } catch (refusal) {
    if (isWrongPassword(refusal)) await takeFromBudget(db, { ...budget, now: clock.now() })
    throw refusal
  }
}

const isWrongPassword = (thrown: unknown): boolean =>
  isException(thrown) && ['NotAuthorizedException', 'UserNotFoundException'].includes(thrown.name)

const isLoopback = (address: string): boolean => /^(::ffff:)?127\./.test(address) || address === '::1'

/** An IPv6 subscriber can use all addresses of a /64, so they count as one. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address.replace(/^::ffff:/, '')
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  const after = (tail ?? '').split(':').filter((group) => group !== '')
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length
  const all = [...groups, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...after]
  return all
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')
}
