import type { AuthFlowType, InitiateAuthResponse } from '@poolhouse/contract'
import { withTokens } from '#flows/sign-in/finish'
import { refresh } from '#flows/sign-in/refresh'
import { answer, begin } from '#flows/sign-in/sign-in'
import type { Door } from '#flows/sign-in/sign-in-state'
import { notActedOn } from '#foundation/exceptions/requests'
import { authMethodNotSupported, missingParameter } from '#foundation/exceptions/sign-in'
import type { Needs } from '#foundation/needs'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import { challengeOf, decodeAnswer, sessionIn, unknownResponse } from './challenges/codecs.ts'
import { signInShape, tokensShape } from './shapes/sign-in.ts'
import { required } from './wire/parameters.ts'

/** The services that the four sign-in operations need together. */
export type SignInNeeds = Needs<typeof begin> & Needs<typeof refresh> & Needs<typeof withTokens>

interface SignInCaller {
  readonly pool: UserPool
  readonly client: AppClient
  readonly door: Exclude<Door, 'managed-login'>
  readonly context: TriggerContext
}

/** InitiateAuth and AdminInitiateAuth. Each has its own flow for a password. */
export async function beginSignIn(
  services: SignInNeeds,
  { flow, parameters, ...at }: SignInCaller & { flow: AuthFlowType; parameters: Readonly<Record<string, string>> },
): Promise<InitiateAuthResponse> {
  const secretHash = parameters['SECRET_HASH']
  if (flow === 'REFRESH_TOKEN_AUTH' || flow === 'REFRESH_TOKEN') {
    const refreshToken = required(parameters, 'REFRESH_TOKEN')
    return tokensShape(await refresh(services, { ...at, refreshToken, secretHash }))
  }
  const from = { ...at, secretHash, complete: withTokens(services) }
  if (flow === 'USER_SRP_AUTH') {
    const srpA = required(parameters, 'SRP_A')
    const username = required(parameters, 'USERNAME')
    return signInShape(await begin(services, { ...from, method: 'user-srp', username, srpA }))
  }
  if (!passwordFlows[at.door].includes(flow)) throw authMethodNotSupported()
  const password = required(parameters, 'PASSWORD')
  const username = required(parameters, 'USERNAME')
  return signInShape(await begin(services, { ...from, method: 'user-password', username, password }))
}

const passwordFlows: Readonly<Record<SignInCaller['door'], readonly AuthFlowType[]>> = {
  api: ['USER_PASSWORD_AUTH'],
  admin: ['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
}

/** RespondToAuthChallenge and AdminRespondToAuthChallenge. */
export async function answerChallenge(
  services: SignInNeeds,
  of: SignInCaller & {
    /** For the message about members that the operation does not act on. */
    operation: string
    challengeName: string
    session: string | undefined
    responses: Readonly<Record<string, string>>
  },
): Promise<InitiateAuthResponse> {
  const { operation, challengeName, session, responses, ...at } = of
  const challenge = challengeOf(challengeName)
  if (!challenge) throw notActedOn(operation, `ChallengeName=${challengeName}`)
  const unknown = unknownResponse(challenge, responses)
  if (unknown !== undefined) throw notActedOn(operation, `ChallengeResponses.${unknown.slice(0, 64)}`)
  const username = required(responses, 'USERNAME')
  const decoded = decodeAnswer(challenge, responses)
  const givenSession = session ?? sessionIn(challenge, responses)
  if (!givenSession) throw missingParameter('Session')
  const secretHash = responses['SECRET_HASH']
  const complete = withTokens(services)
  return signInShape(
    await answer(services, { ...at, username, secretHash, session: givenSession, answer: decoded, complete }),
  )
}
