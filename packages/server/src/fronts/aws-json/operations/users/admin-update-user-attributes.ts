import { loadUser } from '#flows/accounts/load-user'
import { updateAttributes } from '#flows/profile/update-attributes'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html */
export const AdminUpdateUserAttributes = defineOperation({
  name: 'AdminUpdateUserAttributes',
  caller: 'iam',
  actsOn: { UserPoolId: true, Username: true, UserAttributes: { Name: true, Value: true } },
  async handle(services: Needs<typeof loadUser> & Needs<typeof updateAttributes>, input, { context }) {
    const { pool, user } = await loadUser(services, input)
    await updateAttributes(services, { pool, user, client: undefined, attributes: input.UserAttributes, context })
    return {}
  },
})
