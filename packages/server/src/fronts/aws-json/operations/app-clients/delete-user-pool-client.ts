import { loadClientOfPool } from '#flows/user-pools/load-app-client'
import { deleteAppClient } from '#records/app-clients/app-clients'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClient.html */
export const DeleteUserPoolClient = defineOperation({
  name: 'DeleteUserPoolClient',
  caller: 'iam',
  actsOn: { UserPoolId: true, ClientId: true },
  async handle({ db }: { db: Database }, input) {
    const { client } = await loadClientOfPool({ db }, input)
    await deleteAppClient(db, client.id)
    return {}
  },
})
