import { wrongPassword } from '#flows/accounts/concealment'
import type { Clock } from '#foundation/clock'
import { constantTimeEqual } from '#foundation/crypto/compare'
import type { Sealer } from '#foundation/crypto/seal'
import {
  beginServer,
  claimSignature,
  deriveKey,
  parseClaimTimestamp,
  parsePublicA,
  poolNameOf,
  type SrpVerifier,
  simulatedVerifier,
} from '#foundation/crypto/srp'
import { incorrectUsernameOrPassword, invalidSession, invalidSrpA } from '#foundation/exceptions/sign-in'
import { challengeSessionLifetime } from '#records/app-clients/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import { srpVerifierContext, type User } from '#records/users/user'
import { findUserBySub } from '#records/users/users'
import type { Challenge } from '../challenge.ts'
import { guardedAttempt } from '../guarded-attempt.ts'
import type { Who } from '../sign-in-state.ts'
import { simulatedBytes } from '../simulated-user.ts'

/**
 * Asks the client to prove by SRP that it knows the password. For a name that no user has, the question looks the same:
 * it has the same salt and username each time, and no password is right. The client has one try. After a wrong answer,
 * the session ends.
 * @see https://www.rfc-editor.org/rfc/rfc5054
 */
export const passwordVerifier: Challenge<'password-verifier'> = {
  refusalSpends: true,

  async issue({ random, sealer }, { signIn: { pool, who }, user, session, opening: { srpA = '' } }) {
    if (parsePublicA(srpA) === undefined) throw invalidSrpA()
    const { salt, verifier } = verifierOf(sealer, { pool, who, user })
    const { privateB, publicB } = await beginServer({ random }, { verifier })
    return {
      keeps: { srp: { publicA: srpA, publicB, privateB, salt } },
      question: { username: who.username, publicB, salt, secretBlock: session },
    }
  },

  async verify(services, { signIn: { pool, client, who }, asks: { srp }, session, answer }) {
    const { clock, db, sealer } = services
    const { signature, timestamp } = answer
    if (answer.secretBlock !== session) throw invalidSession()
    const validity = challengeSessionLifetime(client)
    if (!isRecent(timestamp, { clock, validity })) throw incorrectUsernameOrPassword()

    const user = who.kind === 'user' ? await findUserBySub(db, { userPoolId: pool.id, sub: who.sub }) : undefined
    const { verifier } = verifierOf(sealer, { pool, who, user })
    const publicA = parsePublicA(srp.publicA)
    if (publicA === undefined) throw invalidSrpA()
    const right = await guardedAttempt(services, {
      pool,
      user,
      name: who.kind === 'user' ? who.sub : who.name,
      async verify() {
        const key = await deriveKey({ publicA, privateB: srp.privateB, publicB: srp.publicB, verifier })
        const poolName = poolNameOf(pool.id)
        const expected = claimSignature({ key, poolName, userId: who.username, secretBlock: session, timestamp })
        return constantTimeEqual(expected, signature) && user?.password !== undefined
      },
    })
    if (!right || !user) throw wrongPassword(client, user)
    // The salt of the first message. A password that changed since then has another salt, so this evidence is then not
    // valid.
    return { user, evidence: [{ kind: 'srp', salt: srp.salt }] }
  },
}

function verifierOf(
  sealer: Sealer,
  { pool, who, user }: { pool: UserPool; who: Who; user: User | undefined },
): SrpVerifier {
  if (user?.password) {
    return {
      salt: user.password.srpSalt,
      verifier: sealer.open(user.password.sealedSrpVerifier, srpVerifierContext(user.sub)),
    }
  }
  return simulatedVerifier(simulatedBytes(sealer, { pool, name: who.kind === 'user' ? who.sub : who.name }))
}

function isRecent(timestamp: string, { clock, validity }: { clock: Clock; validity: number }): boolean {
  const time = parseClaimTimestamp(timestamp)
  return time !== undefined && Math.abs(clock.now() - time) <= validity
}
