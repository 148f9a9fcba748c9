import { revealClientSecret } from '#flows/app-clients/app-client-access'
import { loadClientOfPool } from '#flows/app-clients/load-client-of-pool'
import type { Sealer } from '#foundation/crypto/seal'
import type { Database } from '#storage/database'
import { appClientAnswer } from '../../answers/app-client.ts'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html */
export const DescribeUserPoolClient = defineOperation({
  name: 'DescribeUserPoolClient',
  caller: 'iam',
  throws: ['ResourceNotFoundException'],
  actsOn: { UserPoolId: true, ClientId: true },
  async handle(services: { db: Database; sealer: Sealer }, input) {
    const { client } = await loadClientOfPool(services, input)
    return { UserPoolClient: appClientAnswer(client, revealClientSecret(services, client)) }
  },
})
