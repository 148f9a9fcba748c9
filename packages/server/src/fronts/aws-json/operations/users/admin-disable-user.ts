import { loadUser } from '#flows/accounts/load-user'
import { switchUser } from '#flows/profile/switch-user'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html */
export const AdminDisableUser = defineOperation({
  name: 'AdminDisableUser',
  caller: 'iam',
  actsOn: { UserPoolId: true, Username: true },
  async handle(services: Needs<typeof loadUser> & Needs<typeof switchUser>, input) {
    const { user } = await loadUser(services, input)
    await switchUser(services, { sub: user.sub, enabled: false })
    return {}
  },
})
