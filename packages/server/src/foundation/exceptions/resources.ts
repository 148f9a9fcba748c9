import { CognitoException } from './exception.ts'

export const userPoolNotFound = (userPoolId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `User pool ${userPoolId} does not exist.`, {
    reason: 'user-pool-not-found',
    params: { userPoolId },
  })

export const clientNotFound = (clientId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `User pool client ${clientId} does not exist.`, {
    reason: 'client-not-found',
    params: { clientId },
  })

export const domainNotFound = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'No such domain or user pool exists.', {
    reason: 'domain-not-found',
  })

/** Domains are unique across all user pools of the server. */
export const domainAlreadyExists = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Domain already associated with another user pool.', {
    reason: 'domain-already-exists',
  })

/** A name that looks like a name of AWS. */
export const domainReserved = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'The domain may not contain aws, amazon or cognito.', {
    reason: 'domain-reserved',
  })

export const customDomainNotSupported = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'Custom domains are not supported yet. Use a prefix without dots. See docs/compatibility.md.',
    { reason: 'custom-domain-not-supported' },
  )

/** A user pool has at most one domain of each kind. */
export const userPoolHasDomain = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'User pool already has a domain configured.', {
    reason: 'user-pool-has-domain',
  })

export const userPoolDeletionProtected = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    { reason: 'user-pool-deletion-protected' },
  )

export const userPoolDeletionBlockedByDomain = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'User pool cannot be deleted. It has a domain configured that should be deleted first.',
    { reason: 'user-pool-deletion-blocked-by-domain' },
  )
