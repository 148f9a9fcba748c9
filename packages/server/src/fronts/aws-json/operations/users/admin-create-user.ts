import { inviteUser, resendInvitation } from '#flows/registration/invite-user'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'
import { userShape } from '../../shapes/user.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html */
export const AdminCreateUser = defineOperation({
  name: 'AdminCreateUser',
  caller: 'iam',
  actsOn: {
    UserPoolId: true,
    Username: true,
    UserAttributes: { Name: true, Value: true },
    TemporaryPassword: true,
    ForceAliasCreation: true,
    MessageAction: true,
    DesiredDeliveryMediums: ['EMAIL'],
  },
  async handle(services: Needs<typeof loadUserPool> & Needs<typeof inviteUser>, input, { context }) {
    const pool = await loadUserPool(services, input.UserPoolId)
    const { Username: username, TemporaryPassword: temporaryPassword, MessageAction: action } = input
    const { user } =
      action === 'RESEND'
        ? await resendInvitation(services, { pool, username, temporaryPassword, context })
        : await inviteUser(services, {
            pool,
            username,
            attributes: input.UserAttributes,
            temporaryPassword,
            forceAliasCreation: input.ForceAliasCreation,
            notify: action !== 'SUPPRESS',
            context,
          })
    return { User: userShape(user) }
  },
})
