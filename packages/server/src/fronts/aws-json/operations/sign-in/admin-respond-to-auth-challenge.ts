import { loadClientOfPool } from '#flows/app-clients/load-client-of-pool'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import { answerChallenge, type SignInNeeds } from '../../auth-flows.ts'
import { defineOperation } from '../../operation.ts'
import { contextDataActedOn, hintsActedOn } from '../../requests/sign-in.ts'
import { answerActedOn } from '../../shapes/sign-in.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html */
export const AdminRespondToAuthChallenge = defineOperation({
  name: 'AdminRespondToAuthChallenge',
  caller: 'iam',
  throws: [
    'AliasExistsException',
    'InvalidParameterException',
    'InvalidPasswordException',
    'NotAuthorizedException',
    'PasswordResetRequiredException',
    'ResourceNotFoundException',
    'TooManyRequestsException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ],
  actsOn: { UserPoolId: true, ...answerActedOn, ...hintsActedOn, ContextData: contextDataActedOn },
  async handle(services: SignInNeeds, input, call) {
    const { UserPoolId, ClientId, ChallengeName, Session, ChallengeResponses = {}, ClientMetadata } = input
    await loadUserPool(services, UserPoolId)
    const { pool, client } = await loadClientOfPool(services, { UserPoolId, ClientId })
    const { sourceIp, userAgent } = call
    const context = { clientId: ClientId, clientMetadata: ClientMetadata, sourceIp, userAgent }
    return await answerChallenge(services, {
      operation: 'AdminRespondToAuthChallenge',
      pool,
      client,
      door: 'admin',
      context,
      challengeName: ChallengeName,
      session: Session,
      responses: ChallengeResponses,
    })
  },
})
