import { forgotPassword } from '#flows/recovery/forgot-password'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'
import { hintsActedOn, userContextActedOn } from '../../shapes/client-hints.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html */
export const ForgotPassword = defineOperation({
  name: 'ForgotPassword',
  caller: 'public',
  actsOn: { ...hintsActedOn, ClientId: true, Username: true, SecretHash: true, UserContextData: userContextActedOn },
  async handle(services: Needs<typeof forgotPassword>, input, { pool, client, context }) {
    const { delivery } = await forgotPassword(services, { pool, client, username: input.Username, context })
    return { CodeDeliveryDetails: delivery }
  },
})
