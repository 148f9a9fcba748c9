import type { Kysely } from 'kysely'
import type { AccessKeyTable } from './tables/access-keys.ts'
import type { AppClientTable } from './tables/app-clients.ts'
import type { AttemptTable } from './tables/attempts.ts'
import type { AuthorizationCodeTable } from './tables/authorization-codes.ts'
import type { BrowserSessionTable } from './tables/browser-sessions.ts'
import type { ChallengeSessionTable } from './tables/challenge-sessions.ts'
import type { DomainTable } from './tables/domains.ts'
import type { KeyCheckTable } from './tables/key-checks.ts'
import type { OutboxTable } from './tables/outbox.ts'
import type { RefreshTokenTable } from './tables/refresh-tokens.ts'
import type { SigningKeyTable } from './tables/signing-keys.ts'
import type { UserAliasTable } from './tables/user-aliases.ts'
import type { UserPoolTable } from './tables/user-pools.ts'
import type { UserTable } from './tables/users.ts'
import type { VerificationCodeTable } from './tables/verification-codes.ts'

/** All tables by name. Row types are defined only here. */
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

/** The database or a transaction. Query functions accept both. */
export type Database = Kysely<Schema>
