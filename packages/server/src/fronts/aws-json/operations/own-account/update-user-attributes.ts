import { updateAttributes } from '#flows/profile/update-attributes'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html */
export const UpdateUserAttributes = defineOperation({
  name: 'UpdateUserAttributes',
  caller: 'accessToken',
  actsOn: { AccessToken: true, UserAttributes: { Name: true, Value: true } },
  async handle(
    services: Needs<typeof updateAttributes>,
    { UserAttributes: attributes },
    { pool, client, user, context },
  ) {
    const { deliveries } = await updateAttributes(services, { pool, client, user, attributes, context })
    return { CodeDeliveryDetailsList: deliveries }
  },
})
