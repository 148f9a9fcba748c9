import { loadUserPool } from '#flows/user-pools/load-user-pool'
import { findDomainOfPool } from '#records/domains/domains'
import type { IssuerSettings } from '#records/user-pools/issuer'
import { countUsers } from '#records/users/users'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'
import { userPoolShape } from '../../shapes/user-pool.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html */
export const DescribeUserPool = defineOperation({
  name: 'DescribeUserPool',
  caller: 'iam',
  actsOn: { UserPoolId: true },
  async handle({ db, issuerSettings }: { db: Database; issuerSettings: IssuerSettings }, input) {
    const pool = await loadUserPool({ db }, input.UserPoolId)
    const [domain, users] = await Promise.all([findDomainOfPool(db, pool.id), countUsers(db, pool.id)])
    return { UserPool: userPoolShape(issuerSettings, { pool, domain, users }) }
  },
})
