import type { PasswordRule } from '#foundation/exceptions/reasons'
import { passwordPolicyOf } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'

const symbols = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/
const innerSpace = /\S\s+\S/
const longestPassword = 256

/**
 * The first rule of the pool's policy that a password breaks; undefined when it breaks none.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export function passwordViolation(pool: UserPool, password: string): PasswordRule | undefined {
  const policy = passwordPolicyOf(pool)
  if ([...password].length < policy.MinimumLength) return 'too-short'
  if (password.length > longestPassword) return 'too-long'
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) return 'no-uppercase'
  if (policy.RequireLowercase && !/[a-z]/.test(password)) return 'no-lowercase'
  if (policy.RequireNumbers && !/[0-9]/.test(password)) return 'no-number'
  // A space counts as a symbol, except as the first or last character.
  const hasSymbol = symbols.test(password) || innerSpace.test(password)
  if (policy.RequireSymbols && !hasSymbol) return 'no-symbol'
  return undefined
}
