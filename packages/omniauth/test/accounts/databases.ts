import type { AccountStore } from '@poolhouse/omniauth'
import { postgresAccounts } from '@poolhouse/omniauth/accounts/postgres'
import { sqliteAccounts } from '@poolhouse/omniauth/accounts/sqlite'
import { databasesFor, type TestDatabase as TestDatabaseOf } from '../databases.ts'

export type TestDatabase = TestDatabaseOf<AccountStore>

export const databases = databasesFor<AccountStore>({ sqlite: sqliteAccounts, postgres: postgresAccounts })
