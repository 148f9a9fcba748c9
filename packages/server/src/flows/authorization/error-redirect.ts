/**
 * The error that an application gets instead of a code.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthError
 */
export type AuthorizationErrorCode =
  | 'access_denied'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_target'
  | 'login_required'
  | 'registration_not_supported'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'unauthorized_client'
  | 'unsupported_response_type'

/** Where an answer goes: a registered redirect URI, with the state that the application sent. */
export interface AnswerTo {
  readonly redirectUri: string
  readonly state?: string | undefined
}

/** The redirect URI with the error for the application. */
export function errorRedirect(
  to: AnswerTo,
  { error, description }: { error: AuthorizationErrorCode; description?: string | undefined },
): string {
  return answerRedirect(to, { error, ...(description === undefined ? {} : { error_description: description }) })
}

/** A redirect URI with an answer in its query. The registered URI itself is not changed. */
export function answerRedirect({ redirectUri, state }: AnswerTo, answer: Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams({ ...answer, ...(state === undefined ? {} : { state }) })
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${parameters}`
}
