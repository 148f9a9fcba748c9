import type { InitiateAuthResponse } from '@poolhouse/contract'
import type { SignInStep } from '#flows/sign-in/advance'
import type { SignedTokens, Tokens } from '#flows/tokens/mint-tokens'
import { userNotConfirmed } from '#foundation/exceptions/sign-in'
import { encodeQuestion, wireNames } from '../challenges/codecs.ts'

/** The members that InitiateAuth and AdminInitiateAuth act on. */
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

/** The members that RespondToAuthChallenge and AdminRespondToAuthChallenge act on. */
export const answerActedOn = {
  ClientId: true,
  ChallengeName: wireNames,
  Session: true,
  ChallengeResponses: true,
} as const

/**
 * A step of a sign-in in the API's form.
 * @throws UserNotConfirmedException: the API has no other form for that step.
 */
export function signInShape(step: SignInStep<Tokens>): InitiateAuthResponse {
  switch (step.kind) {
    case 'finished':
      return tokensShape(step.outcome)
    case 'question':
      return { ...encodeQuestion(step.question), Session: step.session }
    case 'unconfirmed':
      throw userNotConfirmed()
  }
}

/** Tokens in the API's form. A refresh gives no new refresh token. */
export function tokensShape(tokens: SignedTokens & Partial<Tokens>): InitiateAuthResponse {
  return {
    ChallengeParameters: {},
    AuthenticationResult: {
      AccessToken: tokens.accessToken,
      ExpiresIn: tokens.expiresIn,
      TokenType: 'Bearer',
      RefreshToken: tokens.refreshToken,
      IdToken: tokens.idToken,
    },
  }
}
