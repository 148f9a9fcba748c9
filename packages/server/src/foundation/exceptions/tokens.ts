import { CognitoException } from './exception.ts'

export const accessTokenExpired = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Access Token has expired', { reason: 'access-token-expired' })

export const accessTokenRevoked = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Access Token has been revoked', { reason: 'access-token-revoked' })

export const invalidAccessToken = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid Access Token', { reason: 'invalid-access-token' })

export const accessTokenLacksScopes = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Access Token does not have required scopes', {
    reason: 'access-token-lacks-scopes',
  })

export const invalidRefreshToken = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid Refresh Token', { reason: 'invalid-refresh-token' })

export const refreshTokenExpired = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Refresh Token has expired', { reason: 'refresh-token-expired' })

export const refreshTokenRevoked = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Refresh Token has been revoked', { reason: 'refresh-token-revoked' })

/** RevokeToken with an access or ID token. */
export const unsupportedTokenType = (): CognitoException =>
  new CognitoException('UnsupportedTokenTypeException', 'Unsupported token type', { reason: 'unsupported-token-type' })

/** RevokeToken with an app client that has token revocation turned off. */
export const revocationNotEnabled = (): CognitoException =>
  new CognitoException('UnsupportedOperationException', 'Token revocation is not enabled for this client', {
    reason: 'revocation-not-enabled',
  })

/** RevokeToken with another app client than the one that got the token. */
export const refreshTokenOfAnotherClient = (): CognitoException =>
  new CognitoException('UnauthorizedException', 'Refresh Token was not issued to this client', {
    reason: 'refresh-token-of-another-client',
  })
