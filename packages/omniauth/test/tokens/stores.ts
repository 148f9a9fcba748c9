import { memoryTokens, type TokenStore } from '@poolhouse/omniauth'
import { postgresTokens } from '@poolhouse/omniauth/tokens/postgres'
import { sqliteTokens } from '@poolhouse/omniauth/tokens/sqlite'
import { databasesFor, type TestDatabase } from '../databases.ts'

/** All token stores. All openers share the one in memory, as they would share a database. */
export const tokenStores: Readonly<Record<string, () => Promise<TestDatabase<TokenStore>>>> = {
  memory: async () => {
    const store = memoryTokens()
    return { open: async () => store, run: async () => {}, end: async () => {} }
  },
  ...databasesFor<TokenStore>({ sqlite: sqliteTokens, postgres: postgresTokens }),
}
