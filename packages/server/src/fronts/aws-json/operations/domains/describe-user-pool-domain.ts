import { findDomain } from '#records/domains/domains'
import { domainSuffixOf, type IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/**
 * A domain that does not exist gives an empty description, not an exception.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolDomain.html
 */
export const DescribeUserPoolDomain = defineOperation({
  name: 'DescribeUserPoolDomain',
  caller: 'iam',
  actsOn: { Domain: true },
  async handle({ db, issuerSettings }: { db: Database; issuerSettings: IssuerSettings }, input) {
    const found = await findDomain(db, input.Domain)
    if (!found) return { DomainDescription: {} }
    return {
      DomainDescription: {
        UserPoolId: found.userPoolId,
        AWSAccountId: issuerSettings.accountId,
        Domain: found.domain,
        CloudFrontDistribution: `${found.domain}.${domainSuffixOf(issuerSettings)}`,
        Version: String(found.createdAt),
        Status: 'ACTIVE' as const,
        ManagedLoginVersion: found.managedLoginVersion,
      },
    }
  },
})
