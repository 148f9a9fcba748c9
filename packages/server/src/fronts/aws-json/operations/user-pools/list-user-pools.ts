import type { Sealer } from '#foundation/crypto/seal'
import { listUserPools } from '#records/user-pools/user-pools'
import type { Database } from '#storage/database'
import { pageTokens } from '#storage/pagination'
import { defineOperation } from '../../operation.ts'
import { userPoolDescription } from '../../shapes/user-pool.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html */
export const ListUserPools = defineOperation({
  name: 'ListUserPools',
  caller: 'iam',
  actsOn: { MaxResults: true, NextToken: true },
  async handle({ db, sealer }: { db: Database; sealer: Sealer }, input) {
    const tokens = pageTokens({ sealer }, ['ListUserPools'])
    const after = tokens.read(input.NextToken)
    const found = await listUserPools(db, { ...(after !== undefined && { after }), limit: input.MaxResults + 1 })
    const page = found.slice(0, input.MaxResults)
    return {
      UserPools: page.map(userPoolDescription),
      NextToken: found.length > page.length ? tokens.after(page.at(-1)?.id ?? '') : undefined,
    }
  },
})
