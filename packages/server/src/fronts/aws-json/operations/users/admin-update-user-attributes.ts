import { loadUser } from '#flows/profile/load-user'
import { updateAttributes } from '#flows/profile/update-attributes'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'
import { contextOf } from '../../trigger-context.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html */
export const AdminUpdateUserAttributes = defineOperation({
  name: 'AdminUpdateUserAttributes',
  caller: 'iam',
  throws: ['AliasExistsException', 'InvalidParameterException', 'ResourceNotFoundException', 'UserNotFoundException'],
  actsOn: { UserPoolId: true, Username: true, UserAttributes: { Name: true, Value: true } },
  async handle(
    services: { clock: Clock; courier: { wake(): void }; db: Database; random: Random; sealer: Sealer },
    input,
    call,
  ) {
    const { pool, user } = await loadUser(services, input)
    await updateAttributes(services, {
      pool,
      user,
      client: undefined,
      attributes: input.UserAttributes,
      context: contextOf(call),
    })
    return {}
  },
})
