import { loadAppClient } from '#flows/app-clients/app-client-access'
import { withinAddressBudget } from '#flows/sign-in/address-budget'
import { defineOperation } from '../../operation.ts'
import {
  type ApiSignInServices,
  answerChallenge,
  challengesActedOn,
  hintsActedOn,
  userContextActedOn,
} from '../../requests/sign-in.ts'

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
  actsOn: {
    ClientId: true,
    ChallengeName: challengesActedOn,
    Session: true,
    ChallengeResponses: true,
    ...hintsActedOn,
    UserContextData: userContextActedOn,
  },
  async handle(services: ApiSignInServices, { ClientId, ChallengeName, Session, ChallengeResponses = {} }, call) {
    const { pool, client } = await loadAppClient(services, ClientId)
    return await withinAddressBudget(services, call.sourceIp, () =>
      answerChallenge(services, {
        operation: 'RespondToAuthChallenge',
        pool,
        client,
        door: 'api',
        challenge: ChallengeName,
        session: Session,
        answers: ChallengeResponses,
      }),
    )
  },
})
