import { CognitoException } from './exception.ts'

/** The app client has a secret, but the request has no `SECRET_HASH`. */
export const secretHashMissing = (clientId: string): CognitoException =>
  new CognitoException(
    'NotAuthorizedException',
    `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
    { reason: 'secret-hash-missing', params: { clientId } },
  )

/** Also when the request has a `SECRET_HASH` but the app client has no secret. */
export const secretHashWrong = (clientId: string): CognitoException =>
  new CognitoException('NotAuthorizedException', `Unable to verify secret hash for client ${clientId}`, {
    reason: 'secret-hash-wrong',
    params: { clientId },
  })

/** RevokeToken and GetTokensFromRefreshToken, which take the secret instead of a hash. */
export const clientSecretMissing = (clientId: string): CognitoException =>
  new CognitoException(
    'NotAuthorizedException',
    `Client ${clientId} is configured for secret but secret was not received`,
    { reason: 'client-secret-missing', params: { clientId } },
  )

export const clientSecretWrong = (clientId: string): CognitoException =>
  new CognitoException('NotAuthorizedException', `Unable to verify secret for client ${clientId}`, {
    reason: 'client-secret-wrong',
    params: { clientId },
  })

/** `ExplicitAuthFlows` of the app client does not allow the flow. */
export const flowNotEnabled = (flow: string): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    `${flow === 'USER_PASSWORD_AUTH' ? 'USER_PASSWORD_AUTH' : 'Auth'} flow not enabled for this client`,
    { reason: 'flow-not-enabled', params: { flow } },
  )
