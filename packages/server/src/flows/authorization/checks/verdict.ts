import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import type { AuthorizationErrorCode } from '../error-redirect.ts'
import type { Parameters } from '../parameters.ts'

/**
 * The input of a check, after client and redirect URI were checked. A check returns the values that it read, or
 * refuses.
 */
export interface Question {
  readonly parameters: Parameters
  readonly pool: UserPool
  readonly client: AppClient
  readonly redirectUri: string
}

/** Why a request ends on an error page. */
export type PageError = 'client_not_found' | 'invalid_request' | 'redirect_mismatch' | 'unauthorized_client'

/** Ends a request on an error page. */
export class PageRefusal extends Error {
  override readonly name = 'PageRefusal'
  readonly error: PageError

  constructor(error: PageError) {
    super(error)
    this.error = error
  }
}

/** Ends a request with an error at the redirect URI. The description contains nothing from the request. */
export class RedirectRefusal extends Error {
  override readonly name = 'RedirectRefusal'
  readonly error: AuthorizationErrorCode
  readonly description: string
  /** False when the state itself is refused. */
  readonly echoesState: boolean

  constructor(error: AuthorizationErrorCode, description: string, { echoesState = true } = {}) {
    super(`${error}: ${description}`)
    this.error = error
    this.description = description
    this.echoesState = echoesState
  }
}
