import { loadUser } from '#flows/profile/load-user'
import { signOutEverywhere } from '#flows/tokens/sign-out-everywhere'
import type { Clock } from '#foundation/clock'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html */
export const AdminUserGlobalSignOut = defineOperation({
  name: 'AdminUserGlobalSignOut',
  caller: 'iam',
  throws: ['ResourceNotFoundException', 'UserNotFoundException'],
  actsOn: { UserPoolId: true, Username: true },
  async handle(services: { clock: Clock; db: Database }, { UserPoolId, Username }) {
    const { user } = await loadUser(services, { UserPoolId, Username })
    await signOutEverywhere(services, user.sub)
    return {}
  },
})
