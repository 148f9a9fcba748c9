import { loadClientOfPool } from '#flows/user-pools/load-app-client'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import { answerChallenge, type SignInNeeds } from '../../auth-flows.ts'
import { defineOperation } from '../../operation.ts'
import { contextDataActedOn, hintsActedOn } from '../../shapes/client-hints.ts'
import { answerActedOn } from '../../shapes/sign-in.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html */
export const AdminRespondToAuthChallenge = defineOperation({
  name: 'AdminRespondToAuthChallenge',
  caller: 'iam',
  actsOn: { UserPoolId: true, ...answerActedOn, ...hintsActedOn, ContextData: contextDataActedOn },
  async handle(services: SignInNeeds, input, call) {
    const { UserPoolId, ClientId, ChallengeName, Session, ChallengeResponses = {} } = input
    await loadUserPool(services, UserPoolId)
    const { pool, client } = await loadClientOfPool(services, { UserPoolId, ClientId })
    const context = { ...call.context, clientId: client.id }
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
