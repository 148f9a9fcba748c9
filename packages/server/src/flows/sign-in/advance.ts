import { incorrectUsernameOrPassword, invalidSession } from '#foundation/exceptions/sign-in'
import { insertChallengeSession } from '#records/challenge-sessions/challenge-sessions'
import type { User } from '#records/users/user'
import { holdUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'
import type { Issued, Opening, SignIn, SignInServices, Verified } from './challenge.ts'
import { newSession, sessionRecord, takeSession } from './challenge-session.ts'
import { challenges } from './challenges/challenges.ts'
import type { Shown } from './evidence.ts'
import type { Complete } from './finish.ts'
import { type NextStep, nextStep } from './next-step.ts'
import { refusalOf } from './refusals.ts'
import type { Ask, ChallengeName, Question } from './sign-in-state.ts'

/** Where a sign-in is after a step. */
export type SignInStep<Outcome> =
  | { readonly kind: 'finished'; readonly user: User; readonly authTime: number; readonly outcome: Outcome }
  | {
      readonly kind: 'question'
      /** Opaque, single use; the answer brings it back. */
      readonly session: string
      readonly question: Question
    }
  /** The password is right, but the user has not confirmed the sign-up. `shown` lets the sign-in go on afterwards. */
  | { readonly kind: 'unconfirmed'; readonly user: User; readonly shown: Shown }

/** A sign-in, with the evidence of its newest request. */
interface Advance<Outcome> {
  readonly signIn: SignIn
  readonly shown: Omit<Verified, 'user'> & { readonly user: User | undefined }
  readonly opening: Opening
  /** The session whose question was answered. */
  readonly taking?: { readonly idDigest: string; readonly challenge: ChallengeName }
  readonly complete: Complete<Outcome>
}

/** Decides the next step of a sign-in, and saves it in the transaction that uses up the current challenge session. */
export async function advance<Outcome>(services: SignInServices, of: Advance<Outcome>): Promise<SignInStep<Outcome>> {
  const { clock } = services
  const { pool, client } = of.signIn
  const { change, evidence } = of.shown
  const user = of.shown.user && change ? change.apply(of.shown.user) : of.shown.user
  const signIn: SignIn = { ...of.signIn, evidence: [...of.signIn.evidence, ...evidence] }
  const next = nextStep({ ...signIn, user, now: clock.now() })

  if (next.kind === 'refused') throw refusalOf(next.because)
  if (next.kind === 'ask') {
    const { session, question, store } = await ask(services, { signIn, user, ...next, opening: of.opening })
    await save(services, { ...of, next, store })
    return { kind: 'question', session, question }
  }
  if (!user) throw incorrectUsernameOrPassword()
  if (next.kind === 'unconfirmed') {
    return { kind: 'unconfirmed', user, shown: { sub: user.sub, evidence: signIn.evidence } }
  }
  const authTime = clock.now()
  const { outcome, store } = await of.complete({ pool, client, user, authTime, context: signIn.context })
  await save(services, { ...of, next, store })
  return { kind: 'finished', user, authTime, outcome }
}

type Store = (transaction: Database) => Promise<void>

/** Issues a question. `store` writes it, with the session for the answer. */
async function ask<Name extends ChallengeName>(
  services: SignInServices,
  of: { signIn: SignIn; user: User | undefined; challenge: Name; opening: Opening },
): Promise<{ session: string; question: Question; store: Store }> {
  const { signIn, challenge } = of
  const { client, door, method, who, context, evidence } = signIn
  const session = newSession(services.random)
  const issued: Issued<Name> = await challenges[challenge].issue(services, { ...of, session })
  const asks = { challenge, ...issued.keeps } as Ask
  const record = sessionRecord(services, {
    client,
    session,
    state: { door, method, who, context, evidence, asks },
  })
  return {
    session,
    question: { kind: challenge, ...issued.question } as Question,
    async store(transaction) {
      await insertChallengeSession(transaction, record)
      await issued.store?.(transaction)
    },
  }
}

/**
 * In one transaction: uses up the session, checks that the decision is still right, writes the change and the next
 * step.
 */
async function save(
  { clock, db }: Pick<SignInServices, 'clock' | 'db'>,
  of: Omit<Advance<unknown>, 'complete'> & { next: NextStep; store: Store },
): Promise<void> {
  const { shown, taking, store } = of
  await inTransaction(db, async (transaction) => {
    if (taking) await takeSession({ clock, db: transaction }, taking)
    // Without evidence there is nothing to check again. So a user and a name that no user has do the same work.
    if (shown.evidence.length > 0) await saveChange({ clock, db: transaction }, of)
    await store(transaction)
  })
}

/** Holds the user, so that evidence and decision stay valid until the transaction ends. */
async function saveChange(
  { clock, db: transaction }: Pick<SignInServices, 'clock' | 'db'>,
  { signIn, shown, taking, next }: Omit<Advance<unknown>, 'complete'> & { next: NextStep },
): Promise<void> {
  const { change, user } = shown
  const before = user && (await holdUser(transaction, user.sub))
  if (!before) throw incorrectUsernameOrPassword()
  const now = clock.now()
  if (taking) mustStillBe({ kind: 'ask', challenge: taking.challenge }, nextStep({ ...signIn, user: before, now }))
  const after = change ? change.apply(before) : before
  const evidence = [...signIn.evidence, ...shown.evidence]
  mustStillBe(next, nextStep({ ...signIn, evidence, user: after, now }))
  await change?.save(transaction, { before, after })
}

function mustStillBe(decided: NextStep, now: NextStep): void {
  if (now.kind === 'refused') throw refusalOf(now.because)
  const isSame = now.kind === decided.kind && (now.kind !== 'ask' || challengeOf(decided) === now.challenge)
  if (!isSame) throw invalidSession()
}

const challengeOf = (step: NextStep): ChallengeName | undefined => (step.kind === 'ask' ? step.challenge : undefined)
