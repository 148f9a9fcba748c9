import { verifyAttribute } from '#flows/profile/verify-attribute'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html */
export const VerifyUserAttribute = defineOperation({
  name: 'VerifyUserAttribute',
  caller: 'accessToken',
  actsOn: { AccessToken: true, AttributeName: ['email'], Code: true },
  async handle(services: Needs<typeof verifyAttribute>, { Code: code }, { pool, client, user }) {
    await verifyAttribute(services, { pool, client, user, code })
    return {}
  },
})
