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
import { isInGoodStanding } from '#records/users/user'
import { findUserBySub, holdUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'
import { authorizationCodePurpose } from './authorization-code.ts'

/** What a client shows for a code; it has proved who it is. */
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
 * Tokens for an authorization code, once: of any number of callers at the same time one gets them. A code that comes back, or comes
 * from the wrong hands, is worth nothing afterwards, and nor are the tokens that it gave.
 * @returns undefined for a code that gives nothing; why is between us and the log.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 */
export async function redeemAuthorizationCode(services: Services, redemption: Redemption): Promise<Tokens | undefined> {
  const { clock, db } = services
  const { pool, client } = redemption
  const code = await findByCode(services, redemption.code)
  if (!code) return undefined
  if (code.consumedAt !== undefined) return await replayed(services, code)

  const fault = faultOf(code, redemption, clock.now())
  if (fault !== undefined) return await burnt(services, code, fault)

  const user = await findUserBySub(db, { userPoolId: pool.id, sub: code.sub })
  if (!user || !isInGoodStanding(user)) return await burnt(services, code, 'user')
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
      return await replayed(services, code)
    case 'not-welcome':
      return await burnt(services, code, 'user')
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

/** PURE. What about a redemption does not fit the code. */
function faultOf(code: AuthorizationCode, { pool, client, ...shown }: Redemption, now: number): string | undefined {
  if (code.clientId !== client.id || code.userPoolId !== pool.id) return 'client'
  if (code.expiresAt <= now) return 'expired'
  if (code.redirectUri !== shown.redirectUri) return 'redirect-uri'
  return provesChallenge(code, shown.codeVerifier) ? undefined : 'pkce'
}

/** A verifier without a challenge is refused too: somebody took the challenge out of the request on its way. */
function provesChallenge({ codeChallenge }: AuthorizationCode, codeVerifier: string | undefined): boolean {
  if (codeChallenge === undefined || codeVerifier === undefined) return codeChallenge === codeVerifier
  return matchesChallenge(codeVerifier, codeChallenge)
}

/** One transaction: the user still stands, the code is taken, what came of it is stored. The user first, as a sign-out everywhere does. */
async function exchange(
  { clock, db }: Services,
  { codeDigest, sub }: AuthorizationCode,
  family: TokenFamily,
): Promise<'exchanged' | 'too-late' | 'not-welcome'> {
  return await inTransaction(db, async (transaction) => {
    const user = await holdUser(transaction, sub)
    if (!user || !isInGoodStanding(user)) return 'not-welcome'
    const { originJti } = family
    if (!(await consumeAuthorizationCode(transaction, { codeDigest, now: clock.now(), originJti }))) return 'too-late'
    await insertRefreshToken(transaction, family)
    return 'exchanged'
  })
}

/** Somebody has shown this code before: one of the two stole it, so what it gave is ended. */
async function replayed({ clock, db, log }: Services, { codeDigest }: AuthorizationCode): Promise<undefined> {
  const code = await findAuthorizationCode(db, codeDigest)
  if (!code) return
  const { clientId, originJti, sub, userPoolId } = code
  if (originJti !== undefined) await revokeTokenFamily(db, { originJti, now: clock.now() })
  log.warn('authorization-code-replayed', { userPoolId, clientId, sub, tokensRevoked: originJti !== undefined })
}

async function burnt({ clock, db, log }: Services, code: AuthorizationCode, fault: string): Promise<undefined> {
  const { clientId, codeDigest, sub, userPoolId } = code
  await consumeAuthorizationCode(db, { codeDigest, now: clock.now() })
  log.warn('authorization-code-refused', { userPoolId, clientId, sub, fault })
}
