import { loadUserPool } from '#flows/user-pools/load-user-pool'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { clientSecretGivenAndGenerated } from '#foundation/exceptions/app-client-settings'
import { newClientId, newClientSecret } from '#foundation/ids'
import { type AppClient, clientSecretContext } from '#records/app-clients/app-client'
import { insertAppClient } from '#records/app-clients/app-clients'
import { clientSettings } from '#records/app-clients/settings'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'
import { appClientShape, clientMembersActedOn } from '../../shapes/app-client.ts'
import { pick } from '../../wire/acts-on.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
export const CreateUserPoolClient = defineOperation({
  name: 'CreateUserPoolClient',
  caller: 'iam',
  actsOn: { UserPoolId: true, ClientName: true, GenerateSecret: true, ClientSecret: true, ...clientMembersActedOn },
  async handle({ clock, db, random, sealer }: { clock: Clock; db: Database; random: Random; sealer: Sealer }, input) {
    if (input.GenerateSecret && input.ClientSecret !== undefined) {
      throw clientSecretGivenAndGenerated()
    }
    const pool = await loadUserPool({ db }, input.UserPoolId)
    const id = newClientId(random)
    const secret = input.GenerateSecret ? newClientSecret(random) : input.ClientSecret
    const now = clock.now()
    const client: AppClient = {
      id,
      userPoolId: pool.id,
      name: input.ClientName,
      sealedSecret: secret === undefined ? undefined : sealer.seal(secret, clientSecretContext(id)),
      settings: clientSettings(pool, pick(clientMembersActedOn, input)),
      extensions: {},
      createdAt: now,
      updatedAt: now,
    }
    await insertAppClient(db, client)
    return { UserPoolClient: appClientShape(client, secret) }
  },
})
