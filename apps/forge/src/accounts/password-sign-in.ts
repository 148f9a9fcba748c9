import { createHash } from 'node:crypto'
import type { Account, AccountStore } from '@poolhouse/omniauth'
import type { Clock } from '#foundation/clock'
import type { ForgeDatabase } from '#storage/database'
import { attemptLimits, forgetAttempts, returnAttempt, takeAttempt } from './attempts.ts'
import { longestPassword, verifyPassword } from './passwords.ts'
import { findPasswordHash } from './stored-passwords.ts'

export type PasswordSignIn =
  | { outcome: 'verified'; account: Account }
  | { outcome: 'invalid' }
  | { outcome: 'too-many-attempts' }

/**
 * The regular form: checks a username or email and a password. A name that nobody has takes as long, is counted
 * and is answered just as a wrong password is. Whether the account may sign in (its state) is the caller's question.
 */
export async function signInWithPassword(
  services: { db: ForgeDatabase; accounts: AccountStore; clock: Clock },
  { name, password, address }: { name: string; password: string; address: string },
): Promise<PasswordSignIn> {
  const { db } = services
  const account = await findByName(services.accounts, name)
  // One budget per person, whichever of their names is typed; a name is hashed because people type passwords into it.
  const subject = account ? `account:${account.id}` : `name:${digest(name)}`
  const fromAddress = `address:${address}`

  if (!takeAttempt(services, { subject: fromAddress, limit: attemptLimits.address }))
    return { outcome: 'too-many-attempts' }
  if (!takeAttempt(services, { subject, limit: attemptLimits.account })) return { outcome: 'too-many-attempts' }
  if (password.length > longestPassword) return { outcome: 'invalid' }
  const passwordHash = account && findPasswordHash(db, account.id)
  if (!(await verifyPassword(passwordHash, password)) || account === undefined) return { outcome: 'invalid' }
  // It may have been changed while this one was being looked at: then it is an old one.
  if (findPasswordHash(db, account.id) !== passwordHash) return { outcome: 'invalid' }

  forgetAttempts(db, subject)
  returnAttempt(db, fromAddress)
  return { outcome: 'verified', account }
}

/** A username can't hold an @, so the two never meet. */
function findByName(accounts: AccountStore, usernameOrEmail: string): Promise<Account | undefined> {
  return usernameOrEmail.includes('@')
    ? accounts.findByEmail(usernameOrEmail)
    : accounts.findByUsername(usernameOrEmail)
}

const digest = (name: string) => createHash('sha256').update(name.toLowerCase()).digest('base64url')
