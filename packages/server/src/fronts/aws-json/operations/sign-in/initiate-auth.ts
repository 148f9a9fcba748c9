import { loadAppClient } from '#flows/app-clients/app-client-access'
import { beginSignIn, type SignInNeeds } from '../../auth-flows.ts'
import { defineOperation } from '../../operation.ts'
import { hintsActedOn, userContextActedOn } from '../../requests/sign-in.ts'
import { beginningActedOn } from '../../shapes/sign-in.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html */
export const InitiateAuth = defineOperation({
  name: 'InitiateAuth',
  caller: 'public',
  throws: [
    'InvalidParameterException',
    'NotAuthorizedException',
    'PasswordResetRequiredException',
    'ResourceNotFoundException',
    'TooManyRequestsException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ],
  actsOn: { ...beginningActedOn, ...hintsActedOn, UserContextData: userContextActedOn },
  async handle(services: SignInNeeds, { ClientId, AuthFlow, AuthParameters = {}, ClientMetadata }, call) {
    const { pool, client } = await loadAppClient(services, ClientId)
    const { sourceIp, userAgent } = call
    const context = { clientId: ClientId, clientMetadata: ClientMetadata, sourceIp, userAgent }
    return await beginSignIn(services, {
      pool,
      client,
      door: 'api',
      context,
      flow: AuthFlow,
      parameters: AuthParameters,
    })
  },
})
