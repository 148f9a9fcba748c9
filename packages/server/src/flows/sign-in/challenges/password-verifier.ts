import { wrongPassword } from '#flows/app-clients/concealment'
import type { Clock } from '#foundation/clock'
import { constantTimeEqual } from '#foundation/crypto/compare'
import type { Random } from '#foundation/crypto/random'
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
import { fromBase64Url } from '#foundation/encoding'
import {
  incorrectUsernameOrPassword,
  invalidSession,
  invalidSrpA,
  missingParameter,
} from '#foundation/exceptions/sign-in'
import { uuidFromBytes } from '#foundation/ids'
import { challengeSessionLifetime } from '#records/app-clients/app-client'
import { foldName, signsInByAttribute, type UserPool } from '#records/user-pools/user-pool'
import { srpVerifierContext, type User } from '#records/users/user'
import { findUserBySub } from '#records/users/users'
import type { Challenge, IssuedChallenge } from '../challenge.ts'
import { guardedAttempt } from '../guarded-attempt.ts'
import type { Door, Who } from '../sign-in-state.ts'

/**
 * SRP's first answer to a client. For a name that nobody has it looks as for any other: salt and username are the same every
 * time, and no password fits.
 * @param of.session becomes the SECRET_BLOCK.
 * @throws InvalidParameterException for an SRP_A that is no public value.
 */
export async function issuePasswordVerifier(
  { random, sealer }: { random: Random; sealer: Sealer },
  of: { pool: UserPool; door: Door; user: User | undefined; name: string; srpA: string; session: string },
): Promise<IssuedChallenge<'PASSWORD_VERIFIER'>> {
  const { pool, door, user, name, srpA, session } = of
  if (parsePublicA(srpA) === undefined) throw invalidSrpA()
  const who: Who = user
    ? { kind: 'user', sub: user.sub, username: user.username }
    : { kind: 'nobody', name: foldName(pool, name), username: simulatedUsername(sealer, { pool, name }) }
  const { salt, verifier } = verifierOf(sealer, { pool, who, user })
  const { privateB, publicB } = await beginServer({ random }, { verifier })
  return {
    state: { waitsFor: 'PASSWORD_VERIFIER', door, who, srp: { publicA: srpA, publicB, privateB, salt } },
    parameters: {
      USERNAME: who.username,
      USER_ID_FOR_SRP: who.username,
      SRP_B: publicB,
      SALT: salt,
      SECRET_BLOCK: session,
    },
  }
}

/** The client's proof that it knows the password. One try: whatever is wrong with it, the exchange is over. */
export const passwordVerifier: Challenge<'PASSWORD_VERIFIER'> = {
  name: 'PASSWORD_VERIFIER',
  refusalSpends: true,
  async verify(services, { pool, client, state, session, answers }) {
    const { clock, db, sealer } = services
    const { who, srp } = state
    const timestamp = required(answers, 'TIMESTAMP')
    const signature = required(answers, 'PASSWORD_CLAIM_SIGNATURE')
    if (required(answers, 'PASSWORD_CLAIM_SECRET_BLOCK') !== session) throw invalidSession()
    const validity = challengeSessionLifetime(client)
    if (!isRecent(timestamp, { clock, validity })) throw incorrectUsernameOrPassword()

    const user = who.kind === 'user' ? await findUserBySub(db, { userPoolId: pool.id, sub: who.sub }) : undefined
    const { salt, verifier } = verifierOf(sealer, { pool, who, user })
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
        // A password changed since the first message has another salt: the old one must not do.
        return constantTimeEqual(expected, signature) && user?.password !== undefined && salt === srp.salt
      },
    })
    if (!right || !user) throw wrongPassword(client, user)
    return { user, proof: { salt } }
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
  return simulatedVerifier(stableBytes(sealer, { pool, name: who.kind === 'user' ? who.sub : who.name }))
}

/**
 * What a user of this name would be called: where usernames are subs, or the name looks like an alias, a UUID; else the name
 * itself, as a user who has it would be.
 */
function simulatedUsername(sealer: Sealer, { pool, name }: { pool: UserPool; name: string }): string {
  const folded = foldName(pool, name)
  const isAlias = (pool.settings.AliasAttributes ?? []).length > 0 && /^\+\d+$|@/.test(name)
  if (!signsInByAttribute(pool) && !isAlias) return folded
  return isUuid.test(name) ? name : uuidFromBytes(stableBytes(sealer, { pool, name: `username:${folded}` }))
}

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function stableBytes(sealer: Sealer, { pool, name }: { pool: UserPool; name: string }): Buffer {
  return fromBase64Url(sealer.digest('simulated-user', `${pool.id}:${name}`)) ?? Buffer.alloc(0)
}

function isRecent(timestamp: string, { clock, validity }: { clock: Clock; validity: number }): boolean {
  const time = parseClaimTimestamp(timestamp)
  return time !== undefined && Math.abs(clock.now() - time) <= validity
}

function required(answers: Readonly<Record<string, string>>, name: string): string {
  const answer = answers[name]
  if (!answer) throw missingParameter(name)
  return answer
}
