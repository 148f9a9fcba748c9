import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { PasswordProof } from './sign-in-state.ts'

/** Why somebody who showed a password is not let in. */
export type Refusal =
  | 'password-changed'
  | 'disabled'
  | 'unconfirmed'
  | 'reset-required'
  | 'temporary-password-expired'
  | 'second-factor-required'

export type NextStep =
  | { readonly kind: 'refused'; readonly because: Refusal }
  | { readonly kind: 'challenge'; readonly name: 'NEW_PASSWORD_REQUIRED' }
  | { readonly kind: 'finished' }

/**
 * What comes after the password: every ordering rule of a sign-in, and nothing but the rules. Whoever gets an answer from here
 * has shown the right password, so it may tell where the account stands.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
export function nextStep({
  pool,
  user,
  proof,
  now,
}: {
  pool: UserPool
  user: User
  proof: PasswordProof
  now: number
}): NextStep {
  if (user.password?.srpSalt !== proof.salt) return refused('password-changed')
  if (!user.enabled) return refused('disabled')
  if (user.status === 'UNCONFIRMED') return refused('unconfirmed')
  if (user.status === 'RESET_REQUIRED') return refused('reset-required')
  if (user.password.expiresAt !== undefined && user.password.expiresAt <= now) {
    return refused('temporary-password-expired')
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD') return { kind: 'challenge', name: 'NEW_PASSWORD_REQUIRED' }
  // Nobody can set this yet; should a database say so, a password alone must not do.
  if (pool.settings.MfaConfiguration === 'ON') return refused('second-factor-required')
  return { kind: 'finished' }
}

const refused = (because: Refusal): NextStep => ({ kind: 'refused', because })
