import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sqliteAccounts } from '@poolhouse/omniauth/accounts/sqlite'
import { openDatabase } from '#storage/database'
import { StartError } from '../configuration.ts'

/** Makes somebody an administrator, or takes that back; answers what was done, in a line. It counts from their next request on. */
export async function changeAdmin(change: { dataFolder: string; username: string; admin: boolean }): Promise<string> {
  const file = join(change.dataFolder, 'forge.sqlite')
  if (!existsSync(file)) throw new StartError(`There is no Forge in ${change.dataFolder}: name its folder with --data.`)
  const db = openDatabase(file)
  try {
    const accounts = sqliteAccounts(db)
    const account = await accounts.findByUsername(change.username)
    if (account === undefined) throw new StartError(`There is no account with the username ${change.username}.`)
    const { username } = account
    switch (await accounts.setAdmin(account.id, change.admin)) {
      case 'last':
        throw new StartError(`${username} is the last administrator: promote somebody else first.`)
      case 'not_found':
        throw new StartError(`There is no account with the username ${change.username}.`)
      default:
        return `${username} is ${change.admin ? 'an administrator' : 'no administrator'} now.\n`
    }
  } finally {
    db.close()
  }
}
