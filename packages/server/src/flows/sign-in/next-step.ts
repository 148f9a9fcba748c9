import type { AppClient } from '#records/app-clients/app-client'
import { requiresMfa } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { type Evidence, passwordShown } from './evidence.ts'
import type { ChallengeName, MethodName } from './sign-in-state.ts'

/** The input of the rules. */
export interface Situation {
  readonly pool: UserPool
  readonly client: AppClient
  /** Undefined for a name that no user has. */
  readonly user: User | undefined
  readonly method: MethodName
  readonly evidence: readonly Evidence[]
  /** Epoch milliseconds. */
  readonly now: number
}

/** Why a sign-in ends without success. */
export type Refusal =
  | 'nothing-shown'
  | 'password-changed'
  | 'disabled'
  | 'reset-required'
  | 'temporary-password-expired'
  | 'second-factor-required'

export type NextStep =
  | { readonly kind: 'ask'; readonly challenge: ChallengeName }
  | { readonly kind: 'finished' }
  /** The password is right, but the user has not confirmed the sign-up. */
  | { readonly kind: 'unconfirmed' }
  | { readonly kind: 'refused'; readonly because: Refusal }

/**
 * PURE. The rules for the next step of a sign-in, and their order. Every check after the first reveals something about
 * the account, so the first check is that the right password was shown.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
export function nextStep({ pool, user, method, evidence, now }: Situation): NextStep {
  const shown = passwordShown(evidence)
  if (!shown) return method === 'user-srp' ? ask('password-verifier') : refused('nothing-shown')
  if (!user?.password || user.password.srpSalt !== shown.salt) return refused('password-changed')
  if (!user.enabled) return refused('disabled')
  if (user.status === 'UNCONFIRMED') return { kind: 'unconfirmed' }
  if (user.status === 'RESET_REQUIRED') return refused('reset-required')
  const { expiresAt } = user.password
  if (expiresAt !== undefined && expiresAt <= now) return refused('temporary-password-expired')
  if (user.status === 'FORCE_CHANGE_PASSWORD') return ask('new-password')
  // No request can set this yet. If it is in the database, a password alone must not be enough.
  if (requiresMfa(pool)) return refused('second-factor-required')
  return { kind: 'finished' }
}

const ask = (challenge: ChallengeName): NextStep => ({ kind: 'ask', challenge })

const refused = (because: Refusal): NextStep => ({ kind: 'refused', because })
