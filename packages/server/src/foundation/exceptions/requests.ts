import { CognitoException } from './exception.ts'

const seeCompatibility = 'See docs/compatibility.md.'

/**
 * The constraints that a request breaks, each in AWS's form: `Value 'x' at 'password' failed to satisfy constraint: ...`.
 * Clients match on the sentence and on the count.
 */
export const validationErrors = (errors: readonly string[]): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    `${errors.length} validation error${errors.length === 1 ? '' : 's'} detected: ${errors.join('; ')}`,
    { reason: 'validation-errors', params: { count: errors.length } },
  )

/** The member exists in AWS's API, but Poolhouse does not support it yet. A setting without effect would mislead clients. */
export const notActedOn = (operation: string, member: string): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    `${operation}: ${member} is not supported yet. ${seeCompatibility}`,
    {
      reason: 'not-acted-on',
      params: { operation, member },
    },
  )

/** The operation exists in AWS's API, but Poolhouse does not support it yet. */
export const operationNotBuilt = (operation: string): CognitoException =>
  new CognitoException('UnsupportedOperationException', `${operation} is not supported yet. ${seeCompatibility}`, {
    reason: 'operation-not-built',
    params: { operation },
  })

export const unknownOperation = (): CognitoException =>
  new CognitoException('UnknownOperationException', 'The requested operation is not recognized by the service.', {
    reason: 'unknown-operation',
  })

export const tooManyRequests = (): CognitoException =>
  new CognitoException('TooManyRequestsException', 'Rate exceeded', { reason: 'too-many-requests' })

/** A bug. The client gets no details. */
export const internalError = (cause?: unknown): CognitoException =>
  new CognitoException('InternalErrorException', 'Internal error', { reason: 'internal-error', cause })
