/**
 * OmniAuth's failure symbols, and those of ours. A provider's own `error` (such as `access_denied`) is passed on as it was given.
 * - `csrf_detected`: the state is missing, forged, replayed, expired or another provider's
 * - `authenticity_error`: the request phase was not asked for by one of the application's own pages
 * - `invalid_credentials`: the provider refused, or its answer cannot be trusted
 * - `timeout`, `failed_to_connect`: the provider was not reached
 * - `invalid_ticket`: a SAML message cannot be trusted, or is not for this sign-in
 * - `blank_uid`: the answer names nobody
 * - `invalid_request`: the request itself cannot be served
 * - `form_too_large`: its form is larger than a form of a person or a provider; answered 413 unless `onFailure` is given
 * - `unexpected_error`: a fault in a strategy; the cause is logged and not shown
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

/** A sign-in that did not come about. `message` may be shown to people: it holds no secret and no token. */
export class OmniauthError extends Error {
  override readonly name: string = 'OmniauthError'
  readonly type: FailureType

  constructor(type: FailureType, message: string, options?: ErrorOptions) {
    super(message, options)
    this.type = type
  }
}

/** What the failure endpoint is told. */
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

/** Anything else that was thrown inside a strategy is a fault of ours: its text stays in the log. */
export function asOmniauthError(thrown: unknown): OmniauthError {
  if (thrown instanceof OmniauthError) return thrown
  return new OmniauthError('unexpected_error', 'The sign-in could not be completed', { cause: thrown })
}
