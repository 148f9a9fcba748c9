import { sendAttributeCode } from '#flows/profile/verify-attribute'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html */
export const GetUserAttributeVerificationCode = defineOperation({
  name: 'GetUserAttributeVerificationCode',
  caller: 'accessToken',
  actsOn: { AccessToken: true, AttributeName: ['email'] },
  async handle(services: Needs<typeof sendAttributeCode>, _input, { pool, user, context }) {
    const { delivery } = await sendAttributeCode(services, { pool, user, context })
    return { CodeDeliveryDetails: delivery }
  },
})
