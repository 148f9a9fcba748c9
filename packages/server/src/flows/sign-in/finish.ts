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

/** A sign-in in which the user has answered everything. */
export interface FinishedSignIn {
  readonly pool: UserPool
  readonly client: AppClient
  readonly user: User
  readonly authTime: number
  /** The context of the last request, with the values of the first request. */
  readonly context: TriggerContext
}

/** The result of a finished sign-in, and how to store it. */
export interface Completion<Outcome> {
  readonly outcome: Outcome
  /** Called in the transaction that ends the sign-in. When it fails, the client does not get the outcome. */
  store(transaction: Database): Promise<void>
}

/** Makes the result of a finished sign-in, such as tokens. Slow work (signing) belongs here, before the transaction. */
export type Complete<Outcome> = (finished: FinishedSignIn) => Promise<Completion<Outcome>>

/** The result at the API: tokens with the API's own scope. The ID token has all attributes that the client may read. */
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
