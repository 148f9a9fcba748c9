import { CognitoException } from './exception.ts'

const SEE = 'See docs/compatibility.md.'

/**
 * What the description of a request refuses, each in AWS's form: `Value 'x' at 'password' failed to satisfy constraint: ...`.
 * Clients match on the sentence and on the count.
 */
export const validationErrors = (errors: readonly string[]): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    `${errors.length} validation error${errors.length === 1 ? '' : 's'} detected: ${errors.join('; ')}`,
    { reason: 'validation-errors', params: { count: errors.length } },
  )

/** A member that is described but not acted on yet is refused, so that nobody relies on a setting that does nothing. */
export const notActedOn = (operation: string, member: string): CognitoException =>
  new CognitoException('InvalidParameterException', `${operation}: ${member} is not supported yet. ${SEE}`, {
    reason: 'not-acted-on',
    params: { operation, member },
  })

/** An operation that is described but not built yet. */
export const operationNotBuilt = (operation: string): CognitoException =>
  new CognitoException('UnsupportedOperationException', `${operation} is not supported yet. ${SEE}`, {
    reason: 'operation-not-built',
    params: { operation },
  })

export const unknownOperation = (): CognitoException =>
  new CognitoException('UnknownOperationException', 'The requested operation is not recognized by the service.', {
    reason: 'unknown-operation',
  })

export const tooManyRequests = (): CognitoException =>
  new CognitoException('TooManyRequestsException', 'Rate exceeded', { reason: 'too-many-requests' })

/** What a client learns of a bug: nothing. */
export const internalError = (cause?: unknown): CognitoException =>
  new CognitoException('InternalErrorException', 'Internal error', { reason: 'internal-error', cause })
