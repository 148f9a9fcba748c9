import { resendCode } from '#flows/registration/resend-code'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'
import { hintsActedOn, userContextActedOn } from '../../shapes/client-hints.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html */
export const ResendConfirmationCode = defineOperation({
  name: 'ResendConfirmationCode',
  caller: 'public',
  actsOn: { ...hintsActedOn, ClientId: true, Username: true, SecretHash: true, UserContextData: userContextActedOn },
  async handle(services: Needs<typeof resendCode>, input, { pool, client, context }) {
    const { delivery } = await resendCode(services, { pool, client, username: input.Username, context })
    return { CodeDeliveryDetails: delivery }
  },
})
