import { loadUser } from '#flows/profile/load-user'
import { attributeList } from '#records/users/attributes'
import type { Database } from '#storage/database'
import { userStanding } from '../../answers/user.ts'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html */
export const AdminGetUser = defineOperation({
  name: 'AdminGetUser',
  caller: 'iam',
  throws: ['ResourceNotFoundException', 'UserNotFoundException'],
  actsOn: { UserPoolId: true, Username: true },
  async handle(services: { db: Database }, input) {
    const { user } = await loadUser(services, input)
    return { ...userStanding(user), UserAttributes: attributeList(user) }
  },
})
