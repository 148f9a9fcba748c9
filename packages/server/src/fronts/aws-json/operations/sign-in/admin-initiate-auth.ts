import { loadClientOfPool } from '#flows/user-pools/load-app-client'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import { beginSignIn, type SignInNeeds } from '../../auth-flows.ts'
import { defineOperation } from '../../operation.ts'
import { contextDataActedOn, hintsActedOn } from '../../shapes/client-hints.ts'
import { beginningActedOn } from '../../shapes/sign-in.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html */
export const AdminInitiateAuth = defineOperation({
  name: 'AdminInitiateAuth',
  caller: 'iam',
  actsOn: { UserPoolId: true, ...beginningActedOn, ...hintsActedOn, ContextData: contextDataActedOn },
  async handle(services: SignInNeeds, { UserPoolId, ClientId, AuthFlow, AuthParameters = {} }, call) {
    await loadUserPool(services, UserPoolId)
    const { pool, client } = await loadClientOfPool(services, { UserPoolId, ClientId })
    const context = { ...call.context, clientId: client.id }
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
