import { loadUser } from '#flows/accounts/load-user'
import { signOutEverywhere } from '#flows/tokens/sign-out-everywhere'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html */
export const AdminUserGlobalSignOut = defineOperation({
  name: 'AdminUserGlobalSignOut',
  caller: 'iam',
  actsOn: { UserPoolId: true, Username: true },
  async handle(services: Needs<typeof loadUser> & Needs<typeof signOutEverywhere>, input) {
    const { user } = await loadUser(services, input)
    await signOutEverywhere(services, user.sub)
    return {}
  },
})
