import type { KeyRing } from '#flows/tokens/key-ring'
import { mintTokens, type TokenFamily, type Tokens } from '#flows/tokens/mint-tokens'
import type { Clock } from '#foundation/clock'
import { matchesChallenge } from '#foundation/crypto/pkce'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { Log } from '#foundation/log'
import type { AppClient } from '#records/app-clients/app-client'
import {
  type AuthorizationCode,
  consumeAuthorizationCode,
  findAuthorizationCode,
} from '#records/authorization-codes/authorization-codes'
import { insertRefreshToken, revokeTokenFamily } from '#records/refresh-tokens/refresh-tokens'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { UserPool } from '#records/user-pools/user-pool'
import { isActive } from '#records/users/user'
import { findUserBySub, holdUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'
import { authorizationCodePurpose } from './authorization-code.ts'

/** What an authenticated client sends to redeem a code. */
export interface Redemption {
  readonly pool: UserPool
  readonly client: AppClient
  readonly code: string
  readonly redirectUri: string
  readonly codeVerifier: string | undefined
}

export interface Services {
  clock: Clock
  db: Database
  issuerSettings: IssuerSettings
  keyRing: KeyRing
  log: Log
  random: Random
  sealer: Sealer
}

/**
 * Redeems an authorization code for tokens, once: when several requests redeem it at the same time, one gets the
 * tokens. A request that does not fit the code voids it. A second use of a code also revokes the tokens of the first.
 * @returns undefined when the code gives no tokens. Only the log says why.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 */
export async function redeemAuthorizationCode(services: Services, redemption: Redemption): Promise<Tokens | undefined> {
  const { clock, db } = services
  const { pool, client } = redemption
  const code = await findByCode(services, redemption.code)
  if (!code) return undefined
  if (code.consumedAt !== undefined) return await revokeReplayed(services, code)

  const fault = faultOf(code, redemption, clock.now())
  if (fault !== undefined) return await voidCode(services, code, fault)

  const user = await findUserBySub(db, { userPoolId: pool.id, sub: code.sub })
  if (!user || !isActive(user)) return await voidCode(services, code, 'user')
  const { scope, authTime, nonce } = code
  const { tokens, family } = await mintTokens(services, {
    pool,
    client,
    user,
    scope,
    authTime,
    nonce,
    origin: 'oauth',
  })
  switch (await exchange(services, code, family)) {
    case 'exchanged':
      return tokens
    case 'too-late':
      return await revokeReplayed(services, code)
    case 'user-not-allowed':
      return await voidCode(services, code, 'user')
  }
}

async function findByCode(
  { db, sealer }: { db: Database; sealer: Sealer },
  code: string,
): Promise<AuthorizationCode | undefined> {
  for (const digest of sealer.digests(authorizationCodePurpose, code)) {
    const found = await findAuthorizationCode(db, digest)
    if (found) return found
  }
  return undefined
}

/** PURE. The part of the redemption that does not fit the code; undefined when all parts fit. */
function faultOf(code: AuthorizationCode, { pool, client, ...shown }: Redemption, now: number): string | undefined {
  if (code.clientId !== client.id || code.userPoolId !== pool.id) return 'client'
  if (code.expiresAt <= now) return 'expired'
  if (code.redirectUri !== shown.redirectUri) return 'redirect-uri'
  return provesChallenge(code, shown.codeVerifier) ? undefined : 'pkce'
}

/** A verifier without a challenge is refused too: an attacker may have removed the challenge from the request. */
function provesChallenge({ codeChallenge }: AuthorizationCode, codeVerifier: string | undefined): boolean {
  if (codeChallenge === undefined || codeVerifier === undefined) return codeChallenge === codeVerifier
  return matchesChallenge(codeVerifier, codeChallenge)
}

/**
 * Checks the user, uses up the code and stores the tokens, in one transaction. It holds the user first, in the same
 * order as `signOutEverywhere`.
 */
async function exchange(
  { clock, db }: Services,
  { codeDigest, sub }: AuthorizationCode,
  family: TokenFamily,
): Promise<'exchanged' | 'too-late' | 'user-not-allowed'> {
  return await inTransaction(db, async (transaction) => {
    const user = await holdUser(transaction, sub)
    if (!user || !isActive(user)) return 'user-not-allowed'
    const { originJti } = family
    if (!(await consumeAuthorizationCode(transaction, { codeDigest, now: clock.now(), originJti }))) return 'too-late'
    await insertRefreshToken(transaction, family)
    return 'exchanged'
  })
}

/** The code was used before, so one of the two requests may come from a thief. Revokes the tokens of the first use. */
async function revokeReplayed({ clock, db, log }: Services, { codeDigest }: AuthorizationCode): Promise<undefined> {
  const code = await findAuthorizationCode(db, codeDigest)
  if (!code) return
  const { clientId, originJti, sub, userPoolId } = code
  if (originJti !== undefined) await revokeTokenFamily(db, { originJti, now: clock.now() })
  log.warn('authorization-code-replayed', { userPoolId, clientId, sub, tokensRevoked: originJti !== undefined })
}

/** Uses up the code without tokens, so that a thief can not try again. */
async function voidCode({ clock, db, log }: Services, code: AuthorizationCode, fault: string): Promise<undefined> {
  const { clientId, codeDigest, sub, userPoolId } = code
  await consumeAuthorizationCode(db, { codeDigest, now: clock.now() })
  log.warn('authorization-code-refused', { userPoolId, clientId, sub, fault })
}
