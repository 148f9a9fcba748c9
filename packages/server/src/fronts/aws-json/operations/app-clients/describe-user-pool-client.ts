import { revealClientSecret } from '#flows/user-pools/client-secret'
import { loadClientOfPool } from '#flows/user-pools/load-app-client'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'
import { appClientShape } from '../../shapes/app-client.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html */
export const DescribeUserPoolClient = defineOperation({
  name: 'DescribeUserPoolClient',
  caller: 'iam',
  actsOn: { UserPoolId: true, ClientId: true },
  async handle(services: Needs<typeof loadClientOfPool> & Needs<typeof revealClientSecret>, input) {
    const { client } = await loadClientOfPool(services, input)
    return { UserPoolClient: appClientShape(client, revealClientSecret(services, client)) }
  },
})
