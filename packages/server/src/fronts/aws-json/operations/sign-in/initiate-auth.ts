import { beginSignIn, type SignInNeeds } from '../../auth-flows.ts'
import { defineOperation } from '../../operation.ts'
import { hintsActedOn, userContextActedOn } from '../../shapes/client-hints.ts'
import { beginningActedOn } from '../../shapes/sign-in.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html */
export const InitiateAuth = defineOperation({
  name: 'InitiateAuth',
  caller: 'public',
  actsOn: { ...beginningActedOn, ...hintsActedOn, UserContextData: userContextActedOn },
  async handle(services: SignInNeeds, { AuthFlow, AuthParameters = {} }, { pool, client, context }) {
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
