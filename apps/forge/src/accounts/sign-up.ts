import { createHash } from 'node:crypto'
import type { Account } from '@poolhouse/omniauth'
import type { SqliteAccountStore } from '@poolhouse/omniauth/accounts/sqlite'
import type { Clock } from '#foundation/clock'
import type { ForgeDatabase } from '#storage/database'
import { takeAttempt } from './attempts.ts'
import { createAccount, InvalidAccount } from './create-account.ts'
import { passwordProblems } from './passwords.ts'

/** How many forms an address may send in ten minutes. There is a limit because each answer shows whether a name is taken. */
export const signUpLimit = 20

/** The fields of the sign-up form. */
export interface SignUp {
  firstName: string
  lastName: string
  username: string
  email: string
  password: string
}

export type SignUpAnswer =
  | { outcome: 'made'; account: Account }
  /** Sentences without a full stop. */
  | { outcome: 'invalid'; problems: readonly string[] }

/** Creates an account for a visitor. The email address is not verified, so Forge links no provider by it. */
export async function signUp(
  services: { db: ForgeDatabase; accounts: SqliteAccountStore; clock: Clock },
  { firstName, lastName, ...wished }: SignUp,
  { address }: { address: string },
): Promise<SignUpAnswer> {
  const subject = `sign-up:${createHash('sha256').update(address).digest('base64url')}`
  if (!takeAttempt(services, { subject, limit: signUpLimit }))
    return { outcome: 'invalid', problems: ['Too many attempts. Wait ten minutes, then try again'] }
  const problems = [
    ...(firstName === '' ? ["First name can't be blank"] : []),
    ...(lastName === '' ? ["Last name can't be blank"] : []),
    ...passwordProblems(wished.password),
  ]
  if (problems.length > 0) return { outcome: 'invalid', problems }
  try {
    const person = { ...wished, emailVerified: false, name: `${firstName} ${lastName}` }
    return { outcome: 'made', account: await createAccount(services, person) }
  } catch (error) {
    if (error instanceof InvalidAccount) return { outcome: 'invalid', problems: error.reasons }
    throw error
  }
}
