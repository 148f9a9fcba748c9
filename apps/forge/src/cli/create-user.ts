import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Account } from '@poolhouse/omniauth'
import { sqliteAccounts } from '@poolhouse/omniauth/accounts/sqlite'
import { createAccount } from '#accounts/create-account'
import { passwordProblems } from '#accounts/passwords'
import { StartError } from '#configuration/configuration'
import type { Clock } from '#foundation/clock'
import { openDatabase } from '#storage/database'

/** Creates an account that signs in with a password. Without a given password it generates and returns one. */
export async function createUser(
  { clock }: { clock: Clock },
  user: {
    dataFolder: string
    username: string
    email: string
    name: string
    password: string | undefined
    admin?: boolean
  },
): Promise<{ account: Account; generatedPassword: string | undefined }> {
  const generatedPassword = user.password === undefined ? randomBytes(15).toString('base64url') : undefined
  const password = user.password ?? generatedPassword ?? ''
  const problems = passwordProblems(password)
  if (problems.length > 0) throw new StartError(`${problems.join('. ')}.`)
  const db = openDatabase(join(user.dataFolder, 'forge.sqlite'))
  try {
    const { username, email, name, admin = false } = user
    const services = { db, accounts: sqliteAccounts(db), clock }
    const account = await createAccount(services, { username, email, emailVerified: true, name, password, admin })
    return { account, generatedPassword }
  } finally {
    db.close()
  }
}
