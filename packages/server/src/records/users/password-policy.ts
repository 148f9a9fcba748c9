import { passwordPolicyOf } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'

const symbols = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/
const innerSpace = /\S\s+\S/
const longestPassword = 256

/**
 * What a password lacks by the pool's policy, in AWS's words; undefined when it is good.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export function passwordViolation(pool: UserPool, password: string): string | undefined {
  const policy = passwordPolicyOf(pool)
  if ([...password].length < policy.MinimumLength) return 'Password not long enough'
  if (password.length > longestPassword) return 'Password too long'
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) return 'Password must have uppercase characters'
  if (policy.RequireLowercase && !/[a-z]/.test(password)) return 'Password must have lowercase characters'
  if (policy.RequireNumbers && !/[0-9]/.test(password)) return 'Password must have numeric characters'
  // A space counts as a symbol unless it stands first or last.
  const hasSymbol = symbols.test(password) || innerSpace.test(password)
  if (policy.RequireSymbols && !hasSymbol) return 'Password must have symbol characters'
  return undefined
}
