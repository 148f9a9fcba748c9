import { incorrectUsernameOrPassword, invalidSession } from '#foundation/exceptions/sign-in'
import type { AppClient } from '#records/app-clients/app-client'
import { insertChallengeSession } from '#records/challenge-sessions/challenge-sessions'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { holdUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'
import type { Proved, SignInServices } from './challenge.ts'
import { newSession, sessionRecord, takeSession } from './challenge-session.ts'
import { issueNewPasswordRequired } from './challenges/new-password-required.ts'
import type { Complete } from './finish.ts'
import { type NextStep, nextStep } from './next-step.ts'
import { refusalOf } from './refusals.ts'
import type { ChallengeName, Door } from './sign-in-state.ts'

/** Where a sign-in stands after a step. */
export type SignInStep<Outcome> =
  | { readonly kind: 'finished'; readonly user: User; readonly authTime: number; readonly outcome: Outcome }
  | {
      readonly kind: 'challenge'
      readonly name: ChallengeName
      /** Opaque, single use; to be given back with the answer. */
      readonly session: string
      readonly parameters: Readonly<Record<string, string>>
    }

/** What follows from a proof: the next question, or the end. Saves it with the taking of the session that brought us here. */
export async function proceed<Outcome>(
  services: SignInServices,
  of: {
    pool: UserPool
    client: AppClient
    door: Door
    proved: Proved
    taking?: { idDigest: string }
    complete: Complete<Outcome>
  },
): Promise<SignInStep<Outcome>> {
  const { clock, db, random } = services
  const { pool, client, door, proved, complete } = of
  const { user, proof } = proved
  const next = nextStep({ pool, user, proof, now: clock.now() })
  if (next.kind === 'refused') throw refusalOf(next.because)

  if (next.kind === 'challenge') {
    const session = newSession(random)
    const issued = issueNewPasswordRequired({ pool, client, door, user, proof })
    const record = sessionRecord(services, { client, session, state: issued.state })
    await save(services, { ...of, next, store: (transaction) => insertChallengeSession(transaction, record) })
    return asked(session, issued)
  }
  const authTime = clock.now()
  const { outcome, store } = await complete({ pool, client, user, authTime })
  await save({ clock, db }, { ...of, next, store })
  return { kind: 'finished', user, authTime, outcome }
}

/** One transaction: the session is taken, the user is still as proved, what changes is written, and so is what follows. */
async function save(
  { clock, db }: Pick<SignInServices, 'clock' | 'db'>,
  of: {
    pool: UserPool
    proved: Proved
    taking?: { idDigest: string }
    next: NextStep
    store: (transaction: Database) => Promise<void>
  },
): Promise<void> {
  const { pool, proved, taking, next, store } = of
  await inTransaction(db, async (transaction) => {
    if (taking) await takeSession({ clock, db: transaction }, taking)
    const held = await holdUser(transaction, proved.user.sub)
    if (!held) throw incorrectUsernameOrPassword()
    const proof = proved.change?.from ?? proved.proof
    const standing = nextStep({ pool, user: held, proof, now: clock.now() })
    if (standing.kind === 'refused') throw refusalOf(standing.because)
    const expected = proved.change ? 'challenge' : next.kind
    if (standing.kind !== expected) throw invalidSession()
    await proved.change?.save(transaction, held)
    await store(transaction)
  })
}

/** A question as the caller gets it. */
export function asked(
  session: string,
  { state, parameters }: { state: { waitsFor: ChallengeName }; parameters: Readonly<Record<string, string>> },
): SignInStep<never> {
  return { kind: 'challenge', name: state.waitsFor, session, parameters }
}
