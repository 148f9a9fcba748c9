import { hasReason, isException } from '#foundation/exceptions/exception'

/** An error of the endpoints that app clients call. The description never contains text from the request. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly status: number
  readonly error: OAuthErrorCode
  readonly description: string | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    error: OAuthErrorCode,
    description?: string,
    { status = 400, headers = {} }: { status?: number; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(description === undefined ? error : `${error}: ${description}`)
    this.error = error
    this.description = description
    this.status = status
    this.headers = headers
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
export type OAuthErrorCode =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_token'
  | 'server_error'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type'

export const invalidRequest = (description: string, status = 400): OAuthError =>
  new OAuthError('invalid_request', description, { status })

/** The client failed to authenticate. The error is the same for every cause. */
export const invalidClient = (): OAuthError =>
  new OAuthError('invalid_client', undefined, {
    status: 401,
    headers: { 'www-authenticate': 'Basic realm="oauth2", charset="UTF-8"' },
  })

/** The code or refresh token is not valid. The error is the same for every cause. */
export const invalidGrant = (): OAuthError => new OAuthError('invalid_grant')

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3 */
export function bearerError(error: 'invalid_request' | 'invalid_token', description: string): OAuthError {
  return new OAuthError(error, description, {
    status: error === 'invalid_token' ? 401 : 400,
    headers: { 'www-authenticate': `Bearer error="${error}", error_description="${description}"` },
  })
}

/** Runs a step and turns every exception of the API into one OAuth error. Bugs are thrown unchanged. */
export async function refusedAs<Result>(meaning: () => OAuthError, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step()
  } catch (thrown) {
    if (isException(thrown) && !hasReason(thrown, 'internal-error')) throw meaning()
    throw thrown
  }
}

/** An error in the form of the protocol. */
export interface ErrorResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly error: OAuthErrorCode; readonly error_description?: string }
}

/** The response for a thrown value; undefined for a bug. */
export function errorResponse(thrown: unknown): ErrorResponse | undefined {
  const error = thrown instanceof OAuthError ? thrown : unreadable(thrown)
  if (!error) return undefined
  const { status, headers, description } = error
  return {
    status,
    headers,
    body: { error: error.error, ...(description === undefined ? {} : { error_description: description }) },
  }
}

/** The error for a body that Fastify could not read. */
function unreadable(thrown: unknown): OAuthError | undefined {
  switch ((thrown as { code?: unknown } | null)?.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return invalidRequest('The body is too large.', 413)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return invalidRequest('The body must be application/x-www-form-urlencoded.')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return invalidRequest('The body is not as long as its Content-Length says.')
    default:
      return undefined
  }
}
