import { memoryTokens, type TokenStore } from '@poolhouse/omniauth'
import { postgresTokens } from '@poolhouse/omniauth/tokens/postgres'
import { sqliteTokens } from '@poolhouse/omniauth/tokens/sqlite'
import { databasesFor, type TestDatabase } from '../databases.ts'

/** Every store of tokens; the one in memory is the same for all who open it, as a database is. */
export const tokenStores: Readonly<Record<string, () => Promise<TestDatabase<TokenStore>>>> = {
  memory: async () => {
    const store = memoryTokens()
    return { open: async () => store, run: async () => {}, end: async () => {} }
  },
  ...databasesFor<TokenStore>({ sqlite: sqliteTokens, postgres: postgresTokens }),
}
