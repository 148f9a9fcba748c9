import { loadUserPool } from '#flows/user-pools/load-user-pool'
import type { Clock } from '#foundation/clock'
import {
  customDomainNotSupported,
  domainAlreadyExists,
  domainReserved,
  userPoolHasDomain,
} from '#foundation/exceptions/resources'
import { claimDomain, findDomainOfPool } from '#records/domains/domains'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** Names that look like names of AWS. */
const reserved = /aws|amazon|cognito/

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html */
export const CreateUserPoolDomain = defineOperation({
  name: 'CreateUserPoolDomain',
  caller: 'iam',
  actsOn: { Domain: true, UserPoolId: true, ManagedLoginVersion: [2] },
  async handle({ clock, db }: { clock: Clock; db: Database }, input) {
    const pool = await loadUserPool({ db }, input.UserPoolId)
    if (input.Domain.includes('.')) throw customDomainNotSupported()
    if (reserved.test(input.Domain)) throw domainReserved()
    const managedLoginVersion = input.ManagedLoginVersion ?? 2
    const claimed = await claimDomain(db, {
      domain: input.Domain,
      userPoolId: pool.id,
      managedLoginVersion,
      createdAt: clock.now(),
    })
    if (!claimed) throw (await findDomainOfPool(db, pool.id)) ? userPoolHasDomain() : domainAlreadyExists()
    return { ManagedLoginVersion: managedLoginVersion }
  },
})
