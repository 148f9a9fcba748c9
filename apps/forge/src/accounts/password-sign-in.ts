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
 * Checks a username or email address and a password. An unknown name takes the same time, counts as an attempt, and gets the
 * same answer as a wrong password. The caller checks whether the account may sign in (its state).
 */
export async function signInWithPassword(
  services: { db: ForgeDatabase; accounts: AccountStore; clock: Clock },
  { name, password, address }: { name: string; password: string; address: string },
): Promise<PasswordSignIn> {
  const { db } = services
  const account = await findByName(services.accounts, name)
  // Username and email address share one budget. An unknown name is hashed, because people type passwords into this field.
  const subject = account ? `account:${account.id}` : `name:${digest(name)}`
  const fromAddress = `address:${address}`

  if (!takeAttempt(services, { subject: fromAddress, limit: attemptLimits.address }))
    return { outcome: 'too-many-attempts' }
  if (!takeAttempt(services, { subject, limit: attemptLimits.account })) return { outcome: 'too-many-attempts' }
  if (password.length > longestPassword) return { outcome: 'invalid' }
  const passwordHash = account && findPasswordHash(db, account.id)
  if (!(await verifyPassword(passwordHash, password)) || account === undefined) return { outcome: 'invalid' }
  // The password was changed during the check, so this is an old one.
  if (findPasswordHash(db, account.id) !== passwordHash) return { outcome: 'invalid' }

  forgetAttempts(db, subject)
  returnAttempt(db, fromAddress)
  return { outcome: 'verified', account }
}

/** A username cannot contain an @, so it never equals an email address. */
function findByName(accounts: AccountStore, usernameOrEmail: string): Promise<Account | undefined> {
  return usernameOrEmail.includes('@')
    ? accounts.findByEmail(usernameOrEmail)
    : accounts.findByUsername(usernameOrEmail)
}

const digest = (name: string) => createHash('sha256').update(name.toLowerCase()).digest('base64url')
