import { loadUser } from '#flows/accounts/load-user'
import { userDoesNotExist } from '#foundation/exceptions/sign-in'
import { deleteUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html */
export const AdminDeleteUser = defineOperation({
  name: 'AdminDeleteUser',
  caller: 'iam',
  actsOn: { UserPoolId: true, Username: true },
  async handle({ db }: { db: Database }, input) {
    const { user } = await loadUser({ db }, input)
    if (!(await deleteUser(db, user.sub))) throw userDoesNotExist()
    return {}
  },
})
