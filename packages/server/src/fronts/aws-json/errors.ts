import { faultOf } from '@poolhouse/contract'
import { type CognitoException, isException } from '#foundation/exceptions/exception'
import { bodyLengthMismatch, bodyTooLarge } from '#foundation/exceptions/request-bodies'
import { internalError } from '#foundation/exceptions/requests'
import type { Log } from '#foundation/log'

/** An exception in the wire's form. */
export interface ErrorResponse {
  status: number
  headers: Record<string, string>
  body: string
}

/**
 * The JSON protocol answers 400 for every fault of the client and 500 for the server's, whatever the model's own status
 * codes say: SDKs map by name, and callers without an SDK look for 400.
 */
export function errorResponse(exception: CognitoException, status = statusOf(exception)): ErrorResponse {
  const { name, message, reasonCode } = exception
  return {
    status,
    headers: { 'x-amzn-errortype': `${name}:`, 'x-amzn-errormessage': headerText(message) },
    body: JSON.stringify({ __type: name, message, reasonCode }),
  }
}

const statusOf = ({ name }: CognitoException): number => (faultOf(name) === 'server' ? 500 : 400)

/**
 * What is thrown becomes an exception of the API. Anything that the API does not foresee is a bug: the log gets it whole,
 * the client learns the request id and nothing else.
 */
export function exceptionOf(thrown: unknown, log: Log, about: { requestId: string; operation?: string | undefined }) {
  if (isException(thrown) && faultOf(thrown.name) !== undefined) {
    if (faultOf(thrown.name) === 'server') log.error('api-server-fault', { ...about, cause: thrown.cause ?? thrown })
    return thrown
  }
  log.error('api-bug', { ...about, cause: thrown })
  return internalError(thrown)
}

/** Failures of the server's own reading of a body, before any operation is known. */
export function unreadableBody(code: unknown): { exception: CognitoException; status: number } | undefined {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { exception: bodyTooLarge(), status: 413 }
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return { exception: bodyLengthMismatch(), status: 400 }
    default:
      return undefined
  }
}

const maxHeaderLength = 1024

/** A message may quote what the caller sent; a header takes printable ASCII only. */
const headerText = (message: string): string => message.slice(0, maxHeaderLength).replace(/[^\x20-\x7e]/g, '?')
