import { verifySecretHash } from '#flows/user-pools/client-secret'
import { invalidSession } from '#foundation/exceptions/sign-in'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { AppClient } from '#records/app-clients/app-client'
import { foldName } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import { findUserByName } from '#records/users/sign-in-name'
import type { User } from '#records/users/user'
import { withinAddressBudget } from './address-budget.ts'
import { advance, type SignInStep } from './advance.ts'
import type { SignIn, SignInServices, Verified } from './challenge.ts'
import { openSession, takeSession } from './challenge-session.ts'
import { challenges } from './challenges/challenges.ts'
import type { Complete } from './finish.ts'
import type { MethodTypes, Opened } from './methods/method.ts'
import { methods } from './methods/methods.ts'
import type { Answer, AnswerOf, AskOf, ChallengeName, Door, MethodName } from './sign-in-state.ts'
import { whoIs } from './simulated-user.ts'

/** The part of the request that every step needs. */
interface StepRequest<Outcome> {
  readonly pool: UserPool
  readonly client: AppClient
  readonly door: Door
  readonly context: TriggerContext
  /** Only at the API's doors; required when the client has a secret. */
  readonly secretHash?: string | undefined
  /**
   * Makes the result of a finished sign-in (tokens, a browser session). It is stored in the transaction that ends the
   * sign-in.
   */
  readonly complete: Complete<Outcome>
}

/** How a sign-in begins. */
export type Attempt<Outcome> = { [Name in MethodName]: AttemptBy<Name, Outcome> }[MethodName]

type AttemptBy<Name extends MethodName, Outcome> = StepRequest<Outcome> & {
  readonly method: Name
  /** As typed: username, alias or sub. */
  readonly username: string
} & MethodTypes[Name]

/** The answer to a question that `begin` or an earlier `answer` asked. */
export interface Reply<Outcome> extends StepRequest<Outcome> {
  readonly session: string
  readonly answer: Answer
  /** The user for whom the client answers; required at the API's doors. */
  readonly username?: string | undefined
}

/**
 * The first step of every sign-in.
 * @throws CognitoException that says why the sign-in ends. Before the password is shown, it reveals no more than the
 *   client allows.
 */
export async function begin<Outcome>(
  services: SignInServices,
  attempt: Attempt<Outcome>,
): Promise<SignInStep<Outcome>> {
  const { pool, client, door, method, username, context, secretHash } = attempt
  return await withinAddressBudget(services, attempt, async () => {
    methods[method].mustBeAllowed({ client, door })
    if (!isOfPages(door)) verifySecretHash(services, { client, usernames: [username], secretHash })
    const user = await findUserByName(services.db, pool, username)
    const { evidence, ...opening } = await opened(services, { attempt, user })
    const who = whoIs(services.sealer, { pool, user, name: username })
    const signIn: SignIn = { pool, client, door, method, who, context, evidence: [] }
    return await advance(services, { signIn, shown: { user, evidence }, opening, complete: attempt.complete })
  })
}

/**
 * A further step. When a session gets several right answers at the same time, exactly one of them is accepted.
 * @throws CognitoException for a session that is used, expired or another client's, and for a wrong answer.
 */
export async function answer<Outcome>(services: SignInServices, reply: Reply<Outcome>): Promise<SignInStep<Outcome>> {
  const { pool, client, door, context, session } = reply
  return await withinAddressBudget(services, reply, async () => {
    if (client.userPoolId !== pool.id) throw invalidSession()
    const { idDigest, state } = await openSession(services, { client, session })
    const { asks, ...before } = state
    if (!answersTo(asks.challenge, reply.answer) || isOfPages(state.door) !== isOfPages(door)) throw invalidSession()
    const signIn: SignIn = { ...before, pool, client, context: { ...state.context, ...context } }
    if (!isOfPages(door)) await mustBeTheSame(services, signIn, reply)

    const shown = await verified(services, { signIn, asks, session, answer: reply.answer }).catch(async (refusal) => {
      if (challenges[asks.challenge].refusalSpends) await takeSession(services, { idDigest })
      throw refusal
    })
    const taking = { idDigest, challenge: asks.challenge }
    return await advance(services, { signIn, shown, taking, opening: {}, complete: reply.complete })
  })
}

const isOfPages = (door: Door): boolean => door === 'managed-login'

/** Checks that the request names the session's user, by any of the user's names, and proves the client's secret. */
async function mustBeTheSame(
  services: SignInServices,
  { pool, client, who }: SignIn,
  { username = '', secretHash }: Reply<unknown>,
): Promise<void> {
  const own = who.kind === 'user' ? [who.username, who.sub] : [who.username]
  verifySecretHash(services, { client, usernames: [username, ...own], secretHash })
  if (own.includes(username)) return
  const isTheirs =
    who.kind === 'user'
      ? (await findUserByName(services.db, pool, username))?.sub === who.sub
      : foldName(pool, username) === who.name
  if (!isTheirs) throw invalidSession()
}

function opened<Name extends MethodName>(
  services: SignInServices,
  { attempt, user }: { attempt: AttemptBy<Name, unknown>; user: User | undefined },
): Promise<Opened> {
  const { pool, client, username } = attempt
  return methods[attempt.method].open(services, { pool, client, user, username, given: attempt })
}

const answersTo = <Name extends ChallengeName>(challenge: Name, answer: Answer): answer is Answer & AnswerOf<Name> =>
  answer.kind === challenge

/** The union types do not guarantee that the answer is for the challenge that was asked, so this is checked here. */
async function verified<Name extends ChallengeName>(
  services: SignInServices,
  of: { signIn: SignIn; asks: AskOf<Name>; session: string; answer: Answer },
): Promise<Verified> {
  const { asks, answer } = of
  if (!answersTo(asks.challenge, answer)) throw invalidSession()
  return await challenges[asks.challenge].verify(services, { ...of, answer })
}
