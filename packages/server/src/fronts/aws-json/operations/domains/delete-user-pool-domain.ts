import { domainNotFound } from '#foundation/exceptions/resources'
import { releaseDomain } from '#records/domains/domains'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolDomain.html */
export const DeleteUserPoolDomain = defineOperation({
  name: 'DeleteUserPoolDomain',
  caller: 'iam',
  actsOn: { Domain: true, UserPoolId: true },
  async handle({ db }: { db: Database }, input) {
    const released = await releaseDomain(db, { domain: input.Domain, userPoolId: input.UserPoolId })
    if (!released) throw domainNotFound()
    return {}
  },
})
