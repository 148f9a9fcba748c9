import { loadUserPool } from '#flows/user-pools/load-user-pool'
import type { Clock } from '#foundation/clock'
import { invalidParameter } from '#foundation/exceptions/requests'
import { domainAlreadyExists, userPoolHasDomain } from '#foundation/exceptions/resources'
import { claimDomain, findDomainOfPool } from '#records/domains/domains'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** Names that would pass for AWS itself. */
const reserved = /aws|amazon|cognito/

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html */
export const CreateUserPoolDomain = defineOperation({
  name: 'CreateUserPoolDomain',
  caller: 'iam',
  actsOn: { Domain: true, UserPoolId: true, ManagedLoginVersion: [2] },
  async handle({ clock, db }: { clock: Clock; db: Database }, input) {
    const pool = await loadUserPool({ db }, input.UserPoolId)
    if (input.Domain.includes('.')) {
      throw invalidParameter(
        'Custom domains are not supported yet: give a prefix without dots. See docs/compatibility.md.',
      )
    }
    if (reserved.test(input.Domain)) throw invalidParameter('The domain may not contain aws, amazon or cognito.')
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
