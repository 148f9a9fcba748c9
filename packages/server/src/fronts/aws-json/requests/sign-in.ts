import type { AuthFlowType, InitiateAuthResponse } from '@poolhouse/contract'
import { verifySecretHash } from '#flows/app-clients/app-client-access'
import { mustAllowFlow } from '#flows/sign-in/allowed-flows'
import type { SignInServices } from '#flows/sign-in/challenge'
import { withTokens } from '#flows/sign-in/finish'
import { answer, begin } from '#flows/sign-in/sign-in'
import type { ChallengeName, Door } from '#flows/sign-in/sign-in-state'
import type { KeyRing } from '#flows/tokens/key-ring'
import { findLiveFamily, refreshTokens } from '#flows/tokens/refresh-tokens'
import { notActedOn } from '#foundation/exceptions/requests'
import { authMethodNotSupported, missingParameter } from '#foundation/exceptions/sign-in'
import type { AppClient } from '#records/app-clients/app-client'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { UserPool } from '#records/user-pools/user-pool'
import { signInAnswer, tokensAnswer } from '../answers/sign-in.ts'

/** What the four sign-in operations need together. */
export interface ApiSignInServices extends SignInServices {
  readonly issuerSettings: IssuerSettings
  readonly keyRing: KeyRing
}

type Parameters = Readonly<Record<string, string>>

interface Doorway {
  readonly pool: UserPool
  readonly client: AppClient
  readonly door: Exclude<Door, 'managed-login'>
}

/** What beginning a sign-in acts on, for operators and everybody else. */
export const beginningActedOn = {
  ClientId: true,
  AuthFlow: [
    'ADMIN_NO_SRP_AUTH',
    'ADMIN_USER_PASSWORD_AUTH',
    'REFRESH_TOKEN',
    'REFRESH_TOKEN_AUTH',
    'USER_PASSWORD_AUTH',
    'USER_SRP_AUTH',
  ],
  AuthParameters: ['PASSWORD', 'REFRESH_TOKEN', 'SECRET_HASH', 'SRP_A', 'USERNAME'],
} as const

/**
 * Members that say something about the caller and decide nothing, here as in a Cognito pool without the features that read
 * them. SDKs send them unasked.
 * - ClientMetadata goes to the triggers of a sign-in; a pool can not name one yet, so it reaches all there are.
 * - AnalyticsMetadata names an Amazon Pinpoint endpoint for statistics.
 * - UserContextData and ContextData are fingerprints for threat protection, which no pool can turn on yet.
 */
export const hintsActedOn = { ClientMetadata: true, AnalyticsMetadata: { AnalyticsEndpointId: true } } as const

export const userContextActedOn = { IpAddress: true, EncodedData: true } as const

export const contextDataActedOn = {
  IpAddress: true,
  ServerName: true,
  ServerPath: true,
  HttpHeaders: { headerName: true, headerValue: true },
  EncodedData: true,
} as const

/** InitiateAuth and AdminInitiateAuth: each flow by its own door. */
export async function beginSignIn(
  services: ApiSignInServices,
  { flow, parameters, ...at }: Doorway & { flow: AuthFlowType; parameters: Parameters },
): Promise<InitiateAuthResponse> {
  if (flow === 'REFRESH_TOKEN_AUTH' || flow === 'REFRESH_TOKEN') return await refresh(services, { ...at, parameters })

  const passwordFlows = at.door === 'api' ? ['USER_PASSWORD_AUTH'] : ['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH']
  const complete = withTokens(services)
  const username = () => required(parameters, 'USERNAME')
  const who = { ...at, secretHash: parameters['SECRET_HASH'], complete }
  if (flow === 'USER_SRP_AUTH') {
    const srpA = required(parameters, 'SRP_A')
    return signInAnswer(await begin(services, { ...who, username: username(), method: 'user-srp', srpA }))
  }
  if (!passwordFlows.includes(flow)) throw authMethodNotSupported()
  const password = required(parameters, 'PASSWORD')
  return signInAnswer(await begin(services, { ...who, username: username(), method: 'user-password', password }))
}

async function refresh(
  services: ApiSignInServices,
  { pool, client, parameters }: Doorway & { parameters: Parameters },
): Promise<InitiateAuthResponse> {
  mustAllowFlow(client, 'REFRESH_TOKEN_AUTH')
  const refreshToken = required(parameters, 'REFRESH_TOKEN')
  const { family, user } = await findLiveFamily(services, { client, refreshToken })
  // Nobody typed a name here, so the hash is made of one that the client has from its tokens.
  verifySecretHash(services, { client, usernames: [user.username, user.sub], secretHash: parameters['SECRET_HASH'] })
  return tokensAnswer(await refreshTokens(services, { pool, client, user, family }))
}

const common = ['SECRET_HASH', 'USERNAME']
const claim = ['PASSWORD_CLAIM_SECRET_BLOCK', 'PASSWORD_CLAIM_SIGNATURE', 'TIMESTAMP']

/** Which answers a challenge acts on. */
const takes: Readonly<Record<ChallengeName, (name: string) => boolean>> = {
  PASSWORD_VERIFIER: (name) => [...common, ...claim].includes(name),
  NEW_PASSWORD_REQUIRED: (name) => [...common, 'NEW_PASSWORD'].includes(name) || name.startsWith('userAttributes.'),
}

/** The challenges that can be answered. */
export const challengesActedOn = Object.keys(takes) as ChallengeName[]

/** RespondToAuthChallenge and AdminRespondToAuthChallenge. */
export async function answerChallenge(
  services: ApiSignInServices,
  {
    operation,
    challenge,
    session,
    answers,
    ...at
  }: Doorway & { operation: string; challenge: string; session: string | undefined; answers: Parameters },
): Promise<InitiateAuthResponse> {
  if (!isChallenge(challenge)) throw notActedOn(operation, `ChallengeName=${challenge}`)
  const unknown = Object.keys(answers).find((name) => !takes[challenge](name))
  if (unknown !== undefined) throw notActedOn(operation, `ChallengeResponses.${unknown.slice(0, 64)}`)
  required(answers, 'USERNAME')
  // The block carries the state of SRP, so that clients may leave the session out, as with Cognito.
  const named = session ?? (challenge === 'PASSWORD_VERIFIER' ? answers['PASSWORD_CLAIM_SECRET_BLOCK'] : undefined)
  if (!named) throw missingParameter('Session')
  const complete = withTokens(services)
  return signInAnswer(await answer(services, { ...at, session: named, challenge, answers, complete }))
}

const isChallenge = (name: string): name is ChallengeName => Object.hasOwn(takes, name)

function required(parameters: Parameters, name: string): string {
  const value = parameters[name]
  if (!value) throw missingParameter(name)
  return value
}
