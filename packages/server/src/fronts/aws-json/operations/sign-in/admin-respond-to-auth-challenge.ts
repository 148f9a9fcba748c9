import { loadClientOfPool } from '#flows/app-clients/load-client-of-pool'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import { defineOperation } from '../../operation.ts'
import {
  type ApiSignInServices,
  answerChallenge,
  challengesActedOn,
  contextDataActedOn,
  hintsActedOn,
} from '../../requests/sign-in.ts'

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
  actsOn: {
    UserPoolId: true,
    ClientId: true,
    ChallengeName: challengesActedOn,
    Session: true,
    ChallengeResponses: true,
    ...hintsActedOn,
    ContextData: contextDataActedOn,
  },
  async handle(services: ApiSignInServices, { UserPoolId, ClientId, ChallengeName, Session, ChallengeResponses = {} }) {
    await loadUserPool(services, UserPoolId)
    const { pool, client } = await loadClientOfPool(services, { UserPoolId, ClientId })
    return await answerChallenge(services, {
      operation: 'AdminRespondToAuthChallenge',
      pool,
      client,
      door: 'admin',
      challenge: ChallengeName,
      session: Session,
      answers: ChallengeResponses,
    })
  },
})
