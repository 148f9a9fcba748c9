import { domainNotFound } from '#foundation/exceptions/resources'
import { findDomain, setManagedLoginVersion } from '#records/domains/domains'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolDomain.html */
export const UpdateUserPoolDomain = defineOperation({
  name: 'UpdateUserPoolDomain',
  caller: 'iam',
  actsOn: { Domain: true, UserPoolId: true, ManagedLoginVersion: [2] },
  async handle({ db }: { db: Database }, input) {
    const domain = await findDomain(db, input.Domain)
    if (domain?.userPoolId !== input.UserPoolId) throw domainNotFound()
    const version = input.ManagedLoginVersion ?? domain.managedLoginVersion
    await setManagedLoginVersion(db, domain.domain, version)
    return { ManagedLoginVersion: version }
  },
})
