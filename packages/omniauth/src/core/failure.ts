/**
 * OmniAuth's failure types, and our own. A provider's `error` (such as `access_denied`) is passed on unchanged.
 * - `csrf_detected`: the state is missing, forged, replayed or expired, or belongs to another provider
 * - `authenticity_error`: no page of the application started the request phase
 * - `invalid_credentials`: the provider refused, or its answer can not be trusted
 * - `timeout`, `failed_to_connect`: the provider was not reached
 * - `invalid_ticket`: a SAML message can not be trusted, or is not for this sign-in
 * - `blank_uid`: the answer does not identify a user
 * - `invalid_request`: the request is invalid
 * - `form_too_large`: the form is larger than users and providers send. The answer is 413 unless there is an
 *   `onFailure`
 * - `unexpected_error`: a fault in a strategy. The cause is in the log and not shown to users
 */
export type KnownFailureType =
  | 'csrf_detected'
  | 'authenticity_error'
  | 'invalid_credentials'
  | 'invalid_ticket'
  | 'timeout'
  | 'failed_to_connect'
  | 'blank_uid'
  | 'invalid_request'
  | 'form_too_large'
  | 'unexpected_error'

export type FailureType = KnownFailureType | (string & {})

/** A failed sign-in. The application may show `message` to users: it has no secret and no token. */
export class OmniauthError extends Error {
  override readonly name: string = 'OmniauthError'
  readonly type: FailureType

  constructor(type: FailureType, message: string, options?: ErrorOptions) {
    super(message, options)
    this.type = type
  }
}

/** What `onFailure` gets. */
export interface OmniauthFailure {
  readonly type: FailureType
  /** The provider's name. */
  readonly strategy: string
  readonly error: OmniauthError
}

export function csrfDetected(message: string): OmniauthError {
  return new OmniauthError('csrf_detected', message)
}

export function authenticityError(cause?: unknown): OmniauthError {
  return new OmniauthError('authenticity_error', 'The request did not come from a page of this application', { cause })
}

export function invalidCredentials(message: string, cause?: unknown): OmniauthError {
  return new OmniauthError('invalid_credentials', message, { cause })
}

export function invalidTicket(message: string, cause?: unknown): OmniauthError {
  return new OmniauthError('invalid_ticket', message, { cause })
}

export function blankUid(message: string): OmniauthError {
  return new OmniauthError('blank_uid', message)
}

export function invalidRequest(message: string): OmniauthError {
  return new OmniauthError('invalid_request', message)
}

export function formTooLarge(maxBytes: number): OmniauthError {
  return new OmniauthError('form_too_large', `The form is larger than ${maxBytes} bytes`)
}

/** Any other error in a strategy is a fault of this library or of the strategy: only the log shows its text. */
export function asOmniauthError(thrown: unknown): OmniauthError {
  if (thrown instanceof OmniauthError) return thrown
  return new OmniauthError('unexpected_error', 'The sign-in could not be completed', { cause: thrown })
}
