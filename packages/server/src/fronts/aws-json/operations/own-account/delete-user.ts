import { deleteUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html */
export const DeleteUser = defineOperation({
  name: 'DeleteUser',
  caller: 'accessToken',
  actsOn: { AccessToken: true },
  async handle({ db }: { db: Database }, _input, { user }) {
    await deleteUser(db, user.sub)
    return {}
  },
})
