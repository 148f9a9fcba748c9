import { changePassword } from '#flows/recovery/change-password'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html */
export const ChangePassword = defineOperation({
  name: 'ChangePassword',
  caller: 'accessToken',
  actsOn: { AccessToken: true, PreviousPassword: true, ProposedPassword: true },
  async handle(services: Needs<typeof changePassword>, input, { pool, user }) {
    const { PreviousPassword: previous, ProposedPassword: proposed } = input
    await changePassword(services, { pool, user, previous, proposed })
    return {}
  },
})
