import { loadUser } from '#flows/accounts/load-user'
import { confirmByOperator } from '#flows/registration/confirm-by-operator'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminConfirmSignUp.html */
export const AdminConfirmSignUp = defineOperation({
  name: 'AdminConfirmSignUp',
  caller: 'iam',
  actsOn: { UserPoolId: true, Username: true, ClientMetadata: true },
  async handle(services: Needs<typeof loadUser> & Needs<typeof confirmByOperator>, input, { context }) {
    const { pool, user } = await loadUser(services, input)
    await confirmByOperator(services, { pool, user, context })
    return {}
  },
})
