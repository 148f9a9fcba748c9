import { verifySecretHash } from '#flows/app-clients/app-client-access'
import { unknownUser } from '#flows/app-clients/concealment'
import { invalidSession } from '#foundation/exceptions/sign-in'
import { type AppClient, concealsUserExistence } from '#records/app-clients/app-client'
import { insertChallengeSession } from '#records/challenge-sessions/challenge-sessions'
import { foldName, type UserPool } from '#records/user-pools/user-pool'
import { findUserByName } from '#records/users/sign-in-name'
import { mustAllowFlow } from './allowed-flows.ts'
import type { Answers, Challenge, Proved, SignInServices } from './challenge.ts'
import { newSession, openSession, sessionRecord, takeSession } from './challenge-session.ts'
import { newPasswordRequired } from './challenges/new-password-required.ts'
import { issuePasswordVerifier, passwordVerifier } from './challenges/password-verifier.ts'
import type { Complete } from './finish.ts'
import { provePassword } from './methods/user-password.ts'
import { asked, proceed, type SignInStep } from './proceed.ts'
import type { ChallengeName, Door, SignInState } from './sign-in-state.ts'

/** How somebody means to sign in. */
export type Attempt = {
  readonly pool: UserPool
  readonly client: AppClient
  readonly door: Door
  /** As typed: username, alias or sub. */
  readonly username: string
  /** Looked at on the API's doors, where a client with a secret must send it. */
  readonly secretHash?: string | undefined
} & (
  | { readonly method: 'user-password'; readonly password: string }
  | { readonly method: 'user-srp'; readonly srpA: string }
)

/** The answer to a question that `begin` or an earlier `answer` asked. */
export interface Answer {
  readonly pool: UserPool
  readonly client: AppClient
  readonly door: Door
  readonly session: string
  /** Which question the caller believes to answer. */
  readonly challenge: ChallengeName
  /** By AWS's names (NEW_PASSWORD, ...). On the API's doors USERNAME is among them, and SECRET_HASH where the client has a secret. */
  readonly answers: Answers
}

/**
 * The first step of every sign-in.
 * @param complete makes what a finished sign-in gives (tokens, a browser session); stored together with the sign-in's end.
 * @throws CognitoException saying why not; before the password is proved it tells no more than the client allows.
 */
export async function begin<Outcome>(
  services: SignInServices,
  { complete, ...attempt }: Attempt & { complete: Complete<Outcome> },
): Promise<SignInStep<Outcome>> {
  const { db, random } = services
  const { pool, client, door, username } = attempt
  mustEnterBy(attempt)
  if (door !== 'managed-login') {
    verifySecretHash(services, { client, usernames: [username], secretHash: attempt.secretHash })
  }
  const user = await findUserByName(db, pool, username)
  if (attempt.method === 'user-password') {
    const proved = await provePassword(services, { pool, client, user, name: username, password: attempt.password })
    return await proceed(services, { pool, client, door, proved, complete })
  }
  if (!user && !concealsUserExistence(client)) throw unknownUser(client)
  const session = newSession(random)
  const { srpA } = attempt
  const issued = await issuePasswordVerifier(services, { pool, door, user, name: username, srpA, session })
  await insertChallengeSession(db, sessionRecord(services, { client, session, state: issued.state }))
  return asked(session, issued)
}

/**
 * A further step. Of any number of right answers to one session exactly one goes on.
 * @throws CognitoException for a session that is not theirs, used or too old, and for an answer that is wrong.
 */
export async function answer<Outcome>(
  services: SignInServices,
  { complete, ...given }: Answer & { complete: Complete<Outcome> },
): Promise<SignInStep<Outcome>> {
  const { pool, client, door, session, answers } = given
  if (client.userPoolId !== pool.id) throw invalidSession()
  const { idDigest, state } = await openSession(services, { client, session })
  if (state.waitsFor !== given.challenge || isOfPages(state.door) !== isOfPages(door)) throw invalidSession()
  if (!isOfPages(door)) await mustBeTheSame(services, { pool, client, state, answers })

  const proved = await verified(services, { pool, client, state, session, answers }).catch(async (refusal) => {
    if (challenges[state.waitsFor].refusalSpends) await takeSession(services, { idDigest })
    throw refusal
  })
  return await proceed(services, { pool, client, door, proved, taking: { idDigest }, complete })
}

/** Which of the client's flows an attempt takes; the pages are there for every client that OAuth lets in. */
function mustEnterBy({ client, door, method }: Attempt): void {
  if (isOfPages(door)) return
  if (method === 'user-srp') mustAllowFlow(client, 'USER_SRP_AUTH')
  else mustAllowFlow(client, door === 'admin' ? 'ADMIN_USER_PASSWORD_AUTH' : 'USER_PASSWORD_AUTH')
}

const isOfPages = (door: Door): boolean => door === 'managed-login'

/** Whoever answers names the user that the session is about, by any name, and has the client's secret. */
async function mustBeTheSame(
  services: SignInServices,
  of: { pool: UserPool; client: AppClient; state: SignInState; answers: Answers },
): Promise<void> {
  const { pool, client, state, answers } = of
  const { who } = state
  const name = answers['USERNAME'] ?? ''
  const own = who.kind === 'user' ? [who.username, who.sub] : [who.username]
  const usernames = [name, ...own]
  verifySecretHash(services, { client, usernames, secretHash: answers['SECRET_HASH'] })
  if (own.includes(name)) return
  const isTheirs =
    who.kind === 'user'
      ? (await findUserByName(services.db, pool, name))?.sub === who.sub
      : foldName(pool, name) === who.name
  if (!isTheirs) throw invalidSession()
}

const challenges: { readonly [Name in ChallengeName]: Challenge<Name> } = {
  PASSWORD_VERIFIER: passwordVerifier,
  NEW_PASSWORD_REQUIRED: newPasswordRequired,
}

async function verified(
  services: SignInServices,
  of: { pool: UserPool; client: AppClient; state: SignInState; session: string; answers: Answers },
): Promise<Proved> {
  const { state, ...rest } = of
  switch (state.waitsFor) {
    case 'PASSWORD_VERIFIER':
      return await challenges.PASSWORD_VERIFIER.verify(services, { ...rest, state })
    case 'NEW_PASSWORD_REQUIRED':
      return await challenges.NEW_PASSWORD_REQUIRED.verify(services, { ...rest, state })
  }
}
