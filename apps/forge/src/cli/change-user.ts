import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type SqliteAccountStore, sqliteAccounts } from '@poolhouse/omniauth/accounts/sqlite'
import { recordAdminAction } from '#admin/admin-actions'
import { StartError } from '#configuration/configuration'
import type { Clock } from '#foundation/clock'
import { type ForgeDatabase, openDatabase } from '#storage/database'
import { removeAuthenticator } from '#two-factor/authenticators'

/** The commands with which the operator changes an account. They need no administrator. */
export const userVerbs = ['promote', 'demote', 'disable-two-factor'] as const
export type UserVerb = (typeof userVerbs)[number]

interface Services {
  db: ForgeDatabase
  accounts: Pick<SqliteAccountStore, 'now'>
}

interface Person {
  id: string
  username: string
}

/**
 * Changes an account and returns a line that says what changed. Forge may be running: the change is in force at the user's
 * next request. The list of actions shows it.
 * @throws {StartError} when the change is not possible
 */
export function changeUser(
  { clock }: { clock: Clock },
  { dataFolder, username, verb }: { dataFolder: string; username: string; verb: UserVerb },
): string {
  const file = join(dataFolder, 'forge.sqlite')
  if (!existsSync(file)) throw new StartError(`${dataFolder} has no Forge. Name its folder with --data.`)
  const db = openDatabase(file)
  try {
    const accounts = sqliteAccounts(db)
    const change = db.transaction(() => {
      const account = accounts.now.findByUsername(username)
      if (account === undefined) throw new StartError(`There is no account with the username ${username}.`)
      const { action, line } = userCommands[verb]({ db, accounts }, account)
      const actor = 'the command line'
      if (action !== undefined) recordAdminAction(db, { at: clock.now(), actor, action, subject: account.username })
      return `${line}\n`
    })
    return change.immediate()
  } finally {
    db.close()
  }
}

/** `action`: the text in the list of actions; undefined when nothing changed. */
type UserCommand = (services: Services, person: Person) => { action: string | undefined; line: string }

const userCommands: Readonly<Record<UserVerb, UserCommand>> = {
  promote: ({ accounts }, { id, username }) => ({
    action: accounts.now.setAdmin(id, true) === 'changed' ? 'made administrator' : undefined,
    line: `${username} is now an administrator.`,
  }),
  demote: ({ accounts }, { id, username }) => {
    const answer = accounts.now.setAdmin(id, false)
    if (answer === 'last') throw new StartError(`${username} is the last administrator. Promote another user first.`)
    return {
      action: answer === 'changed' ? 'revoked administrator' : undefined,
      line: `${username} is no longer an administrator.`,
    }
  },
  'disable-two-factor': ({ db }, { id, username }) =>
    removeAuthenticator(db, id)
      ? {
          action: 'disabled two-factor authentication',
          line: `${username} now signs in without a second factor and can set up a new one.`,
        }
      : { action: undefined, line: `${username} has no second factor.` },
}
