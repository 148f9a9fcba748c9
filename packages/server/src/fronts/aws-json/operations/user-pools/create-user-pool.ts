import { createSigningKeys } from '#flows/tokens/create-signing-keys'
import type { Random } from '#foundation/crypto/random'
import { newUserPoolId } from '#foundation/ids'
import type { Needs } from '#foundation/needs'
import { insertSigningKey } from '#records/signing-keys/signing-keys'
import type { IssuerSettings } from '#records/user-pools/issuer'
import { createdSettings } from '#records/user-pools/settings'
import type { UserPool } from '#records/user-pools/user-pool'
import { insertUserPool } from '#records/user-pools/user-pools'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'
import { defineOperation } from '../../operation.ts'
import { newPoolMembersActedOn, userPoolShape } from '../../shapes/user-pool.ts'
import { pick } from '../../wire/acts-on.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html */
export const CreateUserPool = defineOperation({
  name: 'CreateUserPool',
  caller: 'iam',
  actsOn: { PoolName: true, ...newPoolMembersActedOn },
  async handle(
    services: { db: Database; issuerSettings: IssuerSettings; random: Random } & Needs<typeof createSigningKeys>,
    input,
  ) {
    const { clock, db, issuerSettings, random } = services
    const now = clock.now()
    const pool: UserPool = {
      id: newUserPoolId(random, issuerSettings.region),
      name: input.PoolName,
      settings: createdSettings(pick(newPoolMembersActedOn, input)),
      createdAt: now,
      updatedAt: now,
    }
    const keys = await createSigningKeys(services, pool.id)
    await inTransaction(db, async (transaction) => {
      await insertUserPool(transaction, pool)
      for (const key of keys) await insertSigningKey(transaction, key)
    })
    return { UserPool: userPoolShape(issuerSettings, { pool, users: 0 }) }
  },
})
