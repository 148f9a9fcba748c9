import { loadUserPool } from '#flows/user-pools/load-user-pool'
import type { Clock } from '#foundation/clock'
import { updatedSettings } from '#records/user-pools/settings'
import { replaceUserPool } from '#records/user-pools/user-pools'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'
import { poolMembersActedOn } from '../../shapes/user-pool.ts'

/**
 * Replaces the configuration: what is left out goes back to its default.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
 */
export const UpdateUserPool = defineOperation({
  name: 'UpdateUserPool',
  caller: 'iam',
  actsOn: { UserPoolId: true, PoolName: true, ...poolMembersActedOn },
  async handle({ clock, db }: { clock: Clock; db: Database }, input) {
    const pool = await loadUserPool({ db }, input.UserPoolId)
    await replaceUserPool(db, {
      ...pool,
      name: input.PoolName ?? pool.name,
      settings: updatedSettings(pool.settings, input),
      updatedAt: clock.now(),
    })
    return {}
  },
})
