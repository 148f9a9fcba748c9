import { loadUserPool } from '#flows/user-pools/load-user-pool'
import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import { paginationTokenExpired } from '#foundation/exceptions/listings'
import { isCaseSensitive } from '#records/user-pools/policy'
import { parseUserFilter } from '#records/users/user-filter'
import { listUsers, type UserPosition } from '#records/users/user-listings'
import type { Database } from '#storage/database'
import { pageTokens } from '#storage/pagination'
import { defineOperation } from '../../operation.ts'
import { userShape } from '../../shapes/user.ts'

/** AWS's page size when the request has no limit, or the limit 0. */
const mostAtOnce = 60
/** A pagination token expires after one day. */
const tokenLifetime = 24 * 60 * 60_000

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
export const ListUsers = defineOperation({
  name: 'ListUsers',
  caller: 'iam',
  actsOn: { UserPoolId: true, AttributesToGet: true, Limit: true, PaginationToken: true, Filter: true },
  async handle({ clock, db, sealer }: { clock: Clock; db: Database; sealer: Sealer }, input, { accessKeyId }) {
    const pool = await loadUserPool({ db }, input.UserPoolId)
    const filter = parseUserFilter(input.Filter)
    const tokens = pageTokens({ sealer }, ['ListUsers', accessKeyId, pool.id, JSON.stringify(filter ?? null)])
    const at = tokens.read(input.PaginationToken)
    const after = at === undefined ? undefined : (JSON.parse(at) as UserPosition & { issuedAt: number })
    if (after && clock.now() - after.issuedAt > tokenLifetime) throw paginationTokenExpired()
    const limit = input.Limit || mostAtOnce
    const ignoreCase = !isCaseSensitive(pool)
    const found = await listUsers(db, { userPoolId: pool.id, filter, ignoreCase, after, limit: limit + 1 })
    const page = found.slice(0, limit)
    const last = found.length > limit ? page.at(-1) : undefined
    const position = last && { createdAt: last.createdAt, sub: last.sub, issuedAt: clock.now() }
    return {
      Users: page.map((user) => userShape(user, input.AttributesToGet)),
      PaginationToken: position && tokens.after(JSON.stringify(position)),
    }
  },
})
