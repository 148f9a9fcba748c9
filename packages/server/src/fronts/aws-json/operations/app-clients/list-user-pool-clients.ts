import { loadUserPool } from '#flows/user-pools/load-user-pool'
import type { Sealer } from '#foundation/crypto/seal'
import { listAppClients } from '#records/app-clients/app-clients'
import type { Database } from '#storage/database'
import { pageTokens } from '#storage/pagination'
import { defineOperation } from '../../operation.ts'

const largestPage = 60

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html */
export const ListUserPoolClients = defineOperation({
  name: 'ListUserPoolClients',
  caller: 'iam',
  actsOn: { UserPoolId: true, MaxResults: true, NextToken: true, ClientType: ['REGULAR'] },
  async handle({ db, sealer }: { db: Database; sealer: Sealer }, input) {
    const pool = await loadUserPool({ db }, input.UserPoolId)
    const tokens = pageTokens({ sealer }, ['ListUserPoolClients', pool.id])
    const after = tokens.read(input.NextToken)
    const limit = input.MaxResults ?? largestPage
    const found = await listAppClients(db, {
      userPoolId: pool.id,
      ...(after !== undefined && { after }),
      limit: limit + 1,
    })
    const page = found.slice(0, limit)
    return {
      UserPoolClients: page.map(({ id, name }) => ({ ClientId: id, ClientName: name, UserPoolId: pool.id })),
      NextToken: found.length > page.length ? tokens.after(page.at(-1)?.id ?? '') : undefined,
    }
  },
})
