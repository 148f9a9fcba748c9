import { loadAppClient } from '#flows/app-clients/app-client-access'
import { answerChallenge, type SignInNeeds } from '../../auth-flows.ts'
import { defineOperation } from '../../operation.ts'
import { hintsActedOn, userContextActedOn } from '../../requests/sign-in.ts'
import { answerActedOn } from '../../shapes/sign-in.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
export const RespondToAuthChallenge = defineOperation({
  name: 'RespondToAuthChallenge',
  caller: 'public',
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
  actsOn: { ...answerActedOn, ...hintsActedOn, UserContextData: userContextActedOn },
  async handle(services: SignInNeeds, input, call) {
    const { ClientId, ChallengeName, Session, ChallengeResponses = {}, ClientMetadata } = input
    const { pool, client } = await loadAppClient(services, ClientId)
    const { sourceIp, userAgent } = call
    const context = { clientId: ClientId, clientMetadata: ClientMetadata, sourceIp, userAgent }
    return await answerChallenge(services, {
      operation: 'RespondToAuthChallenge',
      pool,
      client,
      door: 'api',
      context,
      challengeName: ChallengeName,
      session: Session,
      responses: ChallengeResponses,
    })
  },
})
