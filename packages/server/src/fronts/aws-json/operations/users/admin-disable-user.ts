import { loadUser } from '#flows/profile/load-user'
import { switchUser } from '#flows/profile/switch-user'
import type { Clock } from '#foundation/clock'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html */
export const AdminDisableUser = defineOperation({
  name: 'AdminDisableUser',
  caller: 'iam',
  throws: ['ResourceNotFoundException', 'UserNotFoundException'],
  actsOn: { UserPoolId: true, Username: true },
  async handle(services: { clock: Clock; db: Database }, input) {
    const { user } = await loadUser(services, input)
    await switchUser(services, { sub: user.sub, enabled: false })
    return {}
  },
})
