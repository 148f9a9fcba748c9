import { faultOf } from '@poolhouse/contract'
import { type CognitoException, isException } from '#foundation/exceptions/exception'
import { bodyLengthMismatch, bodyTooLarge } from '#foundation/exceptions/request-bodies'
import { internalError } from '#foundation/exceptions/requests'
import type { Log } from '#foundation/log'

/** An exception in the form of the protocol. */
export interface ErrorResponse {
  status: number
  headers: Record<string, string>
  body: string
}

/**
 * The JSON protocol uses 400 for every fault of the client and 500 for every fault of the server. It ignores the status codes
 * of the model: SDKs map exceptions by name, and callers without an SDK expect 400.
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
 * Turns a thrown value into an exception of the API. A value that is not such an exception is a bug: the log gets all of it,
 * the client gets only the request id.
 */
export function exceptionOf(thrown: unknown, log: Log, about: { requestId: string; operation?: string | undefined }) {
  if (isException(thrown) && faultOf(thrown.name) !== undefined) {
    if (faultOf(thrown.name) === 'server') log.error('api-server-fault', { ...about, cause: thrown.cause ?? thrown })
    return thrown
  }
  log.error('api-bug', { ...about, cause: thrown })
  return internalError(thrown)
}

/** The exception for a body that Fastify could not read. */
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

/** A message may quote the request, but a header may contain only printable ASCII. */
const headerText = (message: string): string => message.slice(0, maxHeaderLength).replace(/[^\x20-\x7e]/g, '?')
