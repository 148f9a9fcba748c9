import { loadClientOfPool } from '#flows/app-clients/load-client-of-pool'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import { defineOperation } from '../../operation.ts'
import {
  type ApiSignInServices,
  beginningActedOn,
  beginSignIn,
  contextDataActedOn,
  hintsActedOn,
} from '../../requests/sign-in.ts'

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
  async handle(services: ApiSignInServices, { UserPoolId, ClientId, AuthFlow, AuthParameters = {} }) {
    await loadUserPool(services, UserPoolId)
    const { pool, client } = await loadClientOfPool(services, { UserPoolId, ClientId })
    return await beginSignIn(services, { pool, client, door: 'admin', flow: AuthFlow, parameters: AuthParameters })
  },
})
