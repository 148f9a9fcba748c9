import { CognitoException } from './exception.ts'

const notAuthorized = (message: string): CognitoException => new CognitoException('NotAuthorizedException', message)

export const accessTokenExpired = (): CognitoException => notAuthorized('Access Token has expired')

export const accessTokenRevoked = (): CognitoException => notAuthorized('Access Token has been revoked')

export const invalidAccessToken = (): CognitoException => notAuthorized('Invalid Access Token')

export const accessTokenLacksScopes = (): CognitoException =>
  notAuthorized('Access Token does not have required scopes')

export const invalidRefreshToken = (): CognitoException => notAuthorized('Invalid Refresh Token')

export const refreshTokenExpired = (): CognitoException => notAuthorized('Refresh Token has expired')

export const refreshTokenRevoked = (): CognitoException => notAuthorized('Refresh Token has been revoked')

/** RevokeToken with an access or ID token. */
export const unsupportedTokenType = (): CognitoException =>
  new CognitoException('UnsupportedTokenTypeException', 'Unsupported token type')

/** RevokeToken at an app client that does not revoke. */
export const revocationNotEnabled = (): CognitoException =>
  new CognitoException('UnsupportedOperationException', 'Token revocation is not enabled for this client')

/** RevokeToken by an app client that the token was not given to. */
export const refreshTokenOfAnotherClient = (): CognitoException =>
  new CognitoException('UnauthorizedException', 'Refresh Token was not issued to this client')
