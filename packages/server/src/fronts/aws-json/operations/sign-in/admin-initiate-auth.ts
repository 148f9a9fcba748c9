import { loadClientOfPool } from '#flows/app-clients/load-client-of-pool'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import { beginSignIn, type SignInNeeds } from '../../auth-flows.ts'
import { defineOperation } from '../../operation.ts'
import { contextDataActedOn, hintsActedOn } from '../../requests/sign-in.ts'
import { beginningActedOn } from '../../shapes/sign-in.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html */
export const AdminInitiateAuth = defineOperation({
  name: 'AdminInitiateAuth',
  caller: 'iam',
  throws: [
    'InvalidParameterException',
    'NotAuthorizedException',
    'PasswordResetRequiredException',
    'ResourceNotFoundException',
    'TooManyRequestsException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ],
  actsOn: { UserPoolId: true, ...beginningActedOn, ...hintsActedOn, ContextData: contextDataActedOn },
  async handle(services: SignInNeeds, { UserPoolId, ClientId, AuthFlow, AuthParameters = {}, ClientMetadata }, call) {
    await loadUserPool(services, UserPoolId)
    const { pool, client } = await loadClientOfPool(services, { UserPoolId, ClientId })
    const { sourceIp, userAgent } = call
    const context = { clientId: ClientId, clientMetadata: ClientMetadata, sourceIp, userAgent }
    return await beginSignIn(services, {
      pool,
      client,
      door: 'admin',
      context,
      flow: AuthFlow,
      parameters: AuthParameters,
    })
  },
})
