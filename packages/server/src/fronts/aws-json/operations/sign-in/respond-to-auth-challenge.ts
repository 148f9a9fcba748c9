import { answerChallenge, type SignInNeeds } from '../../auth-flows.ts'
import { defineOperation } from '../../operation.ts'
import { hintsActedOn, userContextActedOn } from '../../shapes/client-hints.ts'
import { answerActedOn } from '../../shapes/sign-in.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
export const RespondToAuthChallenge = defineOperation({
  name: 'RespondToAuthChallenge',
  caller: 'public',
  actsOn: { ...answerActedOn, ...hintsActedOn, UserContextData: userContextActedOn },
  async handle(services: SignInNeeds, input, { pool, client, context }) {
    const { ChallengeName, Session, ChallengeResponses = {} } = input
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
