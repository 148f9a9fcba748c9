import { revealClientSecret } from '#flows/user-pools/client-secret'
import { loadClientOfPool } from '#flows/user-pools/load-app-client'
import type { Clock } from '#foundation/clock'
import { clientNotFound } from '#foundation/exceptions/resources'
import type { Needs } from '#foundation/needs'
import { changeAppClient } from '#records/app-clients/app-clients'
import { clientSettings } from '#records/app-clients/settings'
import { defineOperation } from '../../operation.ts'
import { appClientShape, clientMembersActedOn } from '../../shapes/app-client.ts'
import { pick } from '../../wire/acts-on.ts'

/**
 * Replaces the configuration: members that the request leaves out go back to their defaults. The secret stays.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
 */
export const UpdateUserPoolClient = defineOperation({
  name: 'UpdateUserPoolClient',
  caller: 'iam',
  actsOn: { UserPoolId: true, ClientId: true, ClientName: true, ...clientMembersActedOn },
  async handle(services: { clock: Clock } & Needs<typeof loadClientOfPool> & Needs<typeof revealClientSecret>, input) {
    const { pool, client } = await loadClientOfPool(services, input)
    const asked = clientSettings(pool, pick(clientMembersActedOn, input))
    const updated = await changeAppClient(services.db, client.id, (before) => ({
      ...before,
      name: input.ClientName ?? before.name,
      settings: asked,
      updatedAt: services.clock.now(),
    }))
    if (!updated) throw clientNotFound(client.id)
    return { UserPoolClient: appClientShape(updated, revealClientSecret(services, updated)) }
  },
})
