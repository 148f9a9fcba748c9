import { loadUser } from '#flows/accounts/load-user'
import type { Needs } from '#foundation/needs'
import { attributeList } from '#records/users/attributes'
import { defineOperation } from '../../operation.ts'
import { userSummary } from '../../shapes/user.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html */
export const AdminGetUser = defineOperation({
  name: 'AdminGetUser',
  caller: 'iam',
  actsOn: { UserPoolId: true, Username: true },
  async handle(services: Needs<typeof loadUser>, input) {
    const { user } = await loadUser(services, input)
    return { ...userSummary(user), UserAttributes: attributeList(user) }
  },
})
