import type { Clock } from '#foundation/clock'
import { userPoolNotFound } from '#foundation/exceptions/resources'
import { updatedSettings } from '#records/user-pools/settings'
import { changeUserPool } from '#records/user-pools/user-pools'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'
import { poolMembersActedOn } from '../../shapes/user-pool.ts'
import { pick } from '../../wire/acts-on.ts'

/**
 * Replaces the configuration: members that the request leaves out go back to their defaults.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
 */
export const UpdateUserPool = defineOperation({
  name: 'UpdateUserPool',
  caller: 'iam',
  actsOn: { UserPoolId: true, PoolName: true, ...poolMembersActedOn },
  async handle({ clock, db }: { clock: Clock; db: Database }, input) {
    const asked = pick(poolMembersActedOn, input)
    const updated = await changeUserPool(db, input.UserPoolId, (before) => ({
      ...before,
      name: input.PoolName ?? before.name,
      settings: updatedSettings(before, asked),
      updatedAt: clock.now(),
    }))
    if (!updated) throw userPoolNotFound(input.UserPoolId)
    return {}
  },
})
