import { CognitoException } from './exception.ts'

export const userPoolNotFound = (userPoolId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `User pool ${userPoolId} does not exist.`)

export const clientNotFound = (clientId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `User pool client ${clientId} does not exist.`)

export const domainNotFound = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'No such domain or user pool exists.')

/** Domains are unique over all user pools of the server. */
export const domainAlreadyExists = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Domain already associated with another user pool.')

/** A user pool has one domain of each kind at most. */
export const userPoolHasDomain = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'User pool already has a domain configured.')

export const userPoolDeletionProtected = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
  )

export const userPoolDeletionBlockedByDomain = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'User pool cannot be deleted. It has a domain configured that should be deleted first.',
  )
