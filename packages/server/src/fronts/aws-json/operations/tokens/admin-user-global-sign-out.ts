import { signOutEverywhere } from '#flows/tokens/sign-out-everywhere'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import type { Clock } from '#foundation/clock'
import { userDoesNotExist } from '#foundation/exceptions/sign-in'
import { findUserByName } from '#records/users/sign-in-name'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html */
export const AdminUserGlobalSignOut = defineOperation({
  name: 'AdminUserGlobalSignOut',
  caller: 'iam',
  throws: ['ResourceNotFoundException', 'UserNotFoundException'],
  actsOn: { UserPoolId: true, Username: true },
  async handle(services: { clock: Clock; db: Database }, { UserPoolId, Username }) {
    const pool = await loadUserPool(services, UserPoolId)
    const user = await findUserByName(services.db, pool, Username)
    if (!user) throw userDoesNotExist()
    await signOutEverywhere(services, user.sub)
    return {}
  },
})
