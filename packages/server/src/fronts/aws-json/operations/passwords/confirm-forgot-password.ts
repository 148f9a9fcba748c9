import { confirmForgotPassword } from '#flows/recovery/confirm-forgot-password'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'
import { hintsActedOn, userContextActedOn } from '../../shapes/client-hints.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html */
export const ConfirmForgotPassword = defineOperation({
  name: 'ConfirmForgotPassword',
  caller: 'public',
  actsOn: {
    ...hintsActedOn,
    ClientId: true,
    Username: true,
    SecretHash: true,
    ConfirmationCode: true,
    Password: true,
    UserContextData: userContextActedOn,
  },
  async handle(services: Needs<typeof confirmForgotPassword>, input, { pool, client, context }) {
    await confirmForgotPassword(services, {
      pool,
      client,
      username: input.Username,
      code: input.ConfirmationCode,
      password: input.Password,
      context,
    })
    return {}
  },
})
