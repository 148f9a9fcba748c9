import { loadUserPool } from '#flows/user-pools/load-user-pool'
import { userPoolDeletionBlockedByDomain, userPoolDeletionProtected } from '#foundation/exceptions/resources'
import { findDomainOfPool } from '#records/domains/domains'
import { isDeletionProtected } from '#records/user-pools/policy'
import { deleteUserPool } from '#records/user-pools/user-pools'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html */
export const DeleteUserPool = defineOperation({
  name: 'DeleteUserPool',
  caller: 'iam',
  actsOn: { UserPoolId: true },
  async handle({ db }: { db: Database }, input) {
    await inTransaction(db, async (transaction) => {
      const pool = await loadUserPool({ db: transaction }, input.UserPoolId)
      if (isDeletionProtected(pool)) throw userPoolDeletionProtected()
      if (await findDomainOfPool(transaction, pool.id)) throw userPoolDeletionBlockedByDomain()
      await deleteUserPool(transaction, pool.id)
    })
    return {}
  },
})
