import { loadAppClient } from '#flows/app-clients/app-client-access'
import { withinAddressBudget } from '#flows/sign-in/address-budget'
import { defineOperation } from '../../operation.ts'
import {
  type ApiSignInServices,
  beginningActedOn,
  beginSignIn,
  hintsActedOn,
  userContextActedOn,
} from '../../requests/sign-in.ts'

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
  async handle(services: ApiSignInServices, { ClientId, AuthFlow, AuthParameters = {} }, call) {
    const { pool, client } = await loadAppClient(services, ClientId)
    return await withinAddressBudget(services, call.sourceIp, () =>
      beginSignIn(services, { pool, client, door: 'api', flow: AuthFlow, parameters: AuthParameters }),
    )
  },
})
