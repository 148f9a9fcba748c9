import type { Kysely } from 'kysely'
import type { AppClientTable } from './tables/app-clients.ts'
import type { DomainTable } from './tables/domains.ts'
import type { AuthorizationCodeTable, RefreshTokenTable } from './tables/grants.ts'
import type { AccessKeyTable, KeyCheckTable, SigningKeyTable } from './tables/keys.ts'
import type { AttemptTable, OutboxTable, VerificationCodeTable } from './tables/proofs.ts'
import type { BrowserSessionTable, ChallengeSessionTable } from './tables/sessions.ts'
import type { UserPoolTable } from './tables/user-pools.ts'
import type { UserAliasTable, UserTable } from './tables/users.ts'

/** Every table by name; the single source of row types. */
export interface Schema {
  user_pools: UserPoolTable
  app_clients: AppClientTable
  domains: DomainTable
  users: UserTable
  user_aliases: UserAliasTable
  signing_keys: SigningKeyTable
  access_keys: AccessKeyTable
  key_checks: KeyCheckTable
  authorization_codes: AuthorizationCodeTable
  refresh_tokens: RefreshTokenTable
  browser_sessions: BrowserSessionTable
  challenge_sessions: ChallengeSessionTable
  verification_codes: VerificationCodeTable
  attempts: AttemptTable
  outbox: OutboxTable
}

/** The database, or a transaction of it: query functions do not care which. */
export type Database = Kysely<Schema>
