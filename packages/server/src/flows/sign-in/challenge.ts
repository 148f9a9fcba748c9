import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { KeyedQueue } from '#foundation/keyed-queue'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { Database } from '#storage/database'
import type { ChallengeName, PasswordProof, StateOf } from './sign-in-state.ts'

/** What the steps of a sign-in may need; each takes of it what it uses. */
export interface SignInServices {
  readonly attemptQueue: KeyedQueue
  readonly clock: Clock
  readonly db: Database
  readonly passwordHasher: PasswordHasher
  readonly random: Random
  readonly sealer: Sealer
}

export type Answers = Readonly<Record<string, string>>

/** Who has come through a step, and with what. */
export interface Proved {
  /** As it will be once `change` is saved. */
  readonly user: User
  /** Holds for that user. */
  readonly proof: PasswordProof
  /** What the answer changes about the user. */
  readonly change?: {
    /** The proof that the sign-in had before; it must still hold when the change is saved. */
    readonly from: PasswordProof
    /** Writes it, in the transaction that takes the session and holds the user. Throws to have nothing happen at all. */
    save(transaction: Database, held: User): Promise<void>
  }
}

/**
 * One question that a sign-in may ask.
 *
 * Contract of `verify`:
 * - it changes nothing but the counters of wrong tries; what follows from a right answer is saved by the caller, in one
 *   transaction with the taking of the session;
 * - it may be called many times at once with one session. All right answers but one are then turned down by that transaction,
 *   and wrong ones are counted each for itself;
 * - it reads the user afresh: minutes may have passed since the question;
 * - it throws a CognitoException for an answer that it does not take. With `refusalSpends` the session is then used up,
 *   otherwise another answer may follow.
 */
export interface Challenge<Name extends ChallengeName> {
  readonly name: Name
  readonly refusalSpends: boolean
  verify(
    services: SignInServices,
    of: {
      readonly pool: UserPool
      readonly client: AppClient
      readonly state: StateOf<Name>
      /** The opaque string itself, under which the state was kept. */
      readonly session: string
      readonly answers: Answers
    },
  ): Promise<Proved>
}

/** A question on its way out: what is kept, and what the client is told. */
export interface IssuedChallenge<Name extends ChallengeName> {
  readonly state: StateOf<Name>
  readonly parameters: Readonly<Record<string, string>>
}
