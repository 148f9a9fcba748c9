import { apiScope } from '#flows/tokens/claims'
import type { KeyRing } from '#flows/tokens/key-ring'
import { mintTokens, type Tokens } from '#flows/tokens/mint-tokens'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { AppClient } from '#records/app-clients/app-client'
import { insertRefreshToken } from '#records/refresh-tokens/refresh-tokens'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { Database } from '#storage/database'

/** A user has shown everything that the sign-in asks for. */
export interface FinishedSignIn {
  readonly pool: UserPool
  readonly client: AppClient
  readonly user: User
  readonly authTime: number
  /** Of the request that finished the sign-in, with what its beginning said. */
  readonly context: TriggerContext
}

/** What a finished sign-in gives, and how to store it. */
export interface Completion<Outcome> {
  readonly outcome: Outcome
  /** Called in the transaction that ends the sign-in; when that fails the outcome is never given out. */
  store(transaction: Database): Promise<void>
}

/** Makes what a door gives for a finished sign-in. Slow work (signing) belongs here, before the transaction. */
export type Complete<Outcome> = (finished: FinishedSignIn) => Promise<Completion<Outcome>>

/** What the API gives: tokens for the API itself, with all that the client may read in the ID token. */
export function withTokens(services: {
  clock: Clock
  issuerSettings: IssuerSettings
  keyRing: KeyRing
  random: Random
  sealer: Sealer
}): Complete<Tokens> {
  return async (finished) => {
    const { tokens, family } = await mintTokens(services, { ...finished, scope: apiScope, origin: 'api' })
    return { outcome: tokens, store: (transaction) => insertRefreshToken(transaction, family) }
  }
}
