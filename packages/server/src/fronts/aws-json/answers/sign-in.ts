import type { InitiateAuthResponse } from '@poolhouse/contract'
import type { SignInStep } from '#flows/sign-in/proceed'
import type { SignedTokens, Tokens } from '#flows/tokens/mint-tokens'

/** A step of a sign-in as the API shows it. */
export function signInAnswer(step: SignInStep<Tokens>): InitiateAuthResponse {
  if (step.kind === 'finished') return tokensAnswer(step.outcome)
  return { ChallengeName: step.name, Session: step.session, ChallengeParameters: { ...step.parameters } }
}

/** Tokens as the API shows them; a refresh gives no new refresh token. */
export function tokensAnswer(tokens: SignedTokens & Partial<Tokens>): InitiateAuthResponse {
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
