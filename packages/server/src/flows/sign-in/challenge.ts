import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { KeyedQueue } from '#foundation/keyed-queue'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { Database } from '#storage/database'
import type { Evidence } from './evidence.ts'
import type { AnswerOf, AskOf, ChallengeName, ChallengeTypes, SignInState } from './sign-in-state.ts'

/** The services for the steps of a sign-in. Each step names those that it uses. */
export interface SignInServices {
  readonly attemptQueue: KeyedQueue
  readonly clock: Clock
  readonly db: Database
  readonly passwordHasher: PasswordHasher
  readonly random: Random
  readonly sealer: Sealer
}

/** A sign-in under way, as its steps see it. */
export interface SignIn extends Pick<SignInState, 'context' | 'door' | 'evidence' | 'method' | 'who'> {
  readonly pool: UserPool
  readonly client: AppClient
}

/** What the first request contains for a later question. */
export interface Opening {
  /** SRP's first message, hexadecimal. */
  readonly srpA?: string
}

/** A question that the client gets next. */
export interface Issued<Name extends ChallengeName> {
  readonly keeps: ChallengeTypes[Name]['keeps']
  readonly question: ChallengeTypes[Name]['question']
  /** Writes what belongs to the question (a code, a message), in the transaction that stores the session. */
  store?(transaction: Database): Promise<void>
}

/** The result of a right answer. */
export interface Verified {
  readonly user: User
  /** Added to the earlier evidence of the sign-in. */
  readonly evidence: readonly Evidence[]
  readonly change?: UserChange
}

/** What an answer changes about its user. */
export interface UserChange {
  /** PURE. The user after the change. */
  apply(before: User): User
  /**
   * Writes the change, in the transaction that uses up the session and holds the user. When it throws, nothing is
   * saved.
   */
  save(transaction: Database, users: { before: User; after: User }): Promise<void>
}

/**
 * A question that a sign-in may ask.
 *
 * `issue` does the slow work of the question (SRP, composing a message) before the transaction, and writes nothing
 * itself.
 *
 * Contract of `verify`:
 * - it changes nothing but the counters of wrong answers. `advance` saves the change of a right answer, in one
 *   transaction that also uses up the session;
 * - it may run many times at once with one session. That transaction accepts one right answer. Each wrong answer
 *   counts;
 * - it reads the user again: minutes may have passed since the question;
 * - it throws a CognitoException for an answer that it does not accept. With `refusalSpends` the session is then used
 *   up; otherwise another answer may follow.
 */
export interface Challenge<Name extends ChallengeName> {
  readonly refusalSpends: boolean
  issue(
    services: SignInServices,
    of: {
      readonly signIn: SignIn
      /** Undefined for a name that no user has. */
      readonly user: User | undefined
      /** The opaque session string of the answer. */
      readonly session: string
      readonly opening: Opening
    },
  ): Promise<Issued<Name>>
  verify(
    services: SignInServices,
    of: {
      readonly signIn: SignIn
      readonly asks: AskOf<Name>
      readonly session: string
      readonly answer: AnswerOf<Name>
    },
  ): Promise<Verified>
}
