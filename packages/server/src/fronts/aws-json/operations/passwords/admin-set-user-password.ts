import { loadUser } from '#flows/accounts/load-user'
import { setPassword } from '#flows/recovery/set-password'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html */
export const AdminSetUserPassword = defineOperation({
  name: 'AdminSetUserPassword',
  caller: 'iam',
  actsOn: { UserPoolId: true, Username: true, Password: true, Permanent: true },
  async handle(services: Needs<typeof loadUser> & Needs<typeof setPassword>, input) {
    const { pool, user } = await loadUser(services, input)
    await setPassword(services, { pool, user, password: input.Password, permanent: input.Permanent ?? false })
    return {}
  },
})
