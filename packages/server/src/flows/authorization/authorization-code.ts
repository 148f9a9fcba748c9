import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { newAuthorizationCode } from '#foundation/ids'
import { insertAuthorizationCode } from '#records/authorization-codes/authorization-codes'
import type { User } from '#records/users/user'
import type { Database } from '#storage/database'
import type { AuthorizationRequest } from './authorization-request.ts'
import { answerRedirect } from './error-redirect.ts'

/** The purpose of the digest under which a code is stored. */
export const authorizationCodePurpose = 'authorization-code'

/** The same lifetime as in Cognito. */
const lifetime = 5 * 60_000

/**
 * Answers an authorization request of a signed-in user.
 * @returns where to send the browser: the redirect URI with code and state.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
 */
export async function issueAuthorizationCode(
  { clock, db, random, sealer }: { clock: Clock; db: Database; random: Random; sealer: Sealer },
  { request, user, authTime }: { request: AuthorizationRequest; user: User; authTime: number },
): Promise<string> {
  const code = newAuthorizationCode(random)
  const createdAt = clock.now()
  await insertAuthorizationCode(db, {
    codeDigest: sealer.digest(authorizationCodePurpose, code),
    userPoolId: request.pool.id,
    clientId: request.client.id,
    sub: user.sub,
    redirectUri: request.redirectUri,
    scope: request.scope,
    nonce: request.nonce,
    codeChallenge: request.codeChallenge,
    authTime,
    createdAt,
    expiresAt: createdAt + lifetime,
  })
  return answerRedirect(request, { code })
}
