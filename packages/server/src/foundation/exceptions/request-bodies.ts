import { CognitoException } from './exception.ts'

export const bodyTooLarge = (): CognitoException =>
  new CognitoException('SerializationException', 'The body is larger than 1 MB.', { reason: 'body-too-large' })

export const bodyLengthMismatch = (): CognitoException =>
  new CognitoException('SerializationException', 'The body is not as long as its Content-Length says.', {
    reason: 'body-length-mismatch',
  })

export const contentEncodingNotSupported = (): CognitoException =>
  new CognitoException('SerializationException', 'Content-Encoding is not supported.', {
    reason: 'content-encoding-not-supported',
  })

export const contentTypeNotSupported = (expected: string): CognitoException =>
  new CognitoException('SerializationException', `Content-Type must be ${expected}.`, {
    reason: 'content-type-not-supported',
    params: { expected },
  })

export const bodyNotUtf8 = (): CognitoException =>
  new CognitoException('SerializationException', 'The body is not UTF-8.', { reason: 'body-not-utf8' })

export const bodyNotJson = (): CognitoException =>
  new CognitoException('SerializationException', 'The body is not valid JSON.', { reason: 'body-not-json' })

export const bodyNotAnObject = (): CognitoException =>
  new CognitoException('SerializationException', 'The body must be a JSON object.', { reason: 'body-not-an-object' })

export const bodyHasTooManyValues = (most: number): CognitoException =>
  new CognitoException('SerializationException', `The body holds more than ${most} values.`, {
    reason: 'body-has-too-many-values',
    params: { most },
  })

export const bodyTooDeep = (deepest: number): CognitoException =>
  new CognitoException('SerializationException', `The body is nested deeper than ${deepest} levels.`, {
    reason: 'body-too-deep',
    params: { deepest },
  })

/** The value at `path` has the wrong type. `found` is the type of the value; the message never contains the value. */
export const bodyTypeMismatch = (of: { path: string; found: string; wanted: string }): CognitoException =>
  new CognitoException('SerializationException', `${of.found} can not be converted to a ${of.wanted} at '${of.path}'`, {
    reason: 'body-type-mismatch',
    params: of,
  })
