import { CognitoException } from './exception.ts'

const SEE = 'See docs/compatibility.md.'

export const invalidParameter = (message: string, reasonCode?: string): CognitoException =>
  new CognitoException('InvalidParameterException', message, reasonCode === undefined ? {} : { reasonCode })

/**
 * What the description of a request refuses, each in AWS's form: `Value 'x' at 'password' failed to satisfy constraint: ...`.
 * Clients match on the sentence and on the count.
 */
export const validationErrors = (errors: readonly string[]): CognitoException =>
  invalidParameter(`${errors.length} validation error${errors.length === 1 ? '' : 's'} detected: ${errors.join('; ')}`)

/** A member that is described but not acted on yet is refused, so that nobody relies on a setting that does nothing. */
export const notActedOn = (operation: string, member: string): CognitoException =>
  invalidParameter(`${operation}: ${member} is not supported yet. ${SEE}`)

/** An operation that is described but not built yet. */
export const operationNotBuilt = (operation: string): CognitoException =>
  new CognitoException('UnsupportedOperationException', `${operation} is not supported yet. ${SEE}`)

export const unknownOperation = (): CognitoException =>
  new CognitoException('UnknownOperationException', 'The requested operation is not recognized by the service.')

/** The body is not the JSON that the operation takes. */
export const serializationFailed = (message: string): CognitoException =>
  new CognitoException('SerializationException', message)

export const tooManyRequests = (): CognitoException => new CognitoException('TooManyRequestsException', 'Rate exceeded')

/** What a client learns of a bug: nothing. */
export const internalError = (cause?: unknown): CognitoException =>
  new CognitoException('InternalErrorException', 'Internal error', { cause })
