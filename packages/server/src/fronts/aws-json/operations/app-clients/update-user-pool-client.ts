import { revealClientSecret } from '#flows/app-clients/app-client-access'
import { loadClientOfPool } from '#flows/app-clients/load-client-of-pool'
import type { Clock } from '#foundation/clock'
import type { Needs } from '#foundation/needs'
import { replaceAppClient } from '#records/app-clients/app-clients'
import { clientSettings } from '#records/app-clients/settings'
import { defineOperation } from '../../operation.ts'
import { appClientAnswer, clientMembersActedOn } from '../../shapes/app-client.ts'

/**
 * Replaces the configuration: what is left out goes back to its default. The secret stays.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
 */
export const UpdateUserPoolClient = defineOperation({
  name: 'UpdateUserPoolClient',
  caller: 'iam',
  actsOn: { UserPoolId: true, ClientId: true, ClientName: true, ...clientMembersActedOn },
  async handle(services: { clock: Clock } & Needs<typeof loadClientOfPool> & Needs<typeof revealClientSecret>, input) {
    const { pool, client } = await loadClientOfPool(services, input)
    const updated = {
      ...client,
      name: input.ClientName ?? client.name,
      settings: clientSettings(pool, input),
      updatedAt: services.clock.now(),
    }
    await replaceAppClient(services.db, updated)
    return { UserPoolClient: appClientAnswer(updated, revealClientSecret(services, client)) }
  },
})
