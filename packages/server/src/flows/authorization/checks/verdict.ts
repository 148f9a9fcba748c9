import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import type { AuthorizationErrorCode } from '../error-redirect.ts'
import type { Parameters } from '../parameters.ts'

/** What a check looks at, once it is certain where an answer may go. It answers with what it has settled, or refuses. */
export interface Question {
  readonly parameters: Parameters
  readonly pool: UserPool
  readonly client: AppClient
  readonly redirectUri: string
}

/** Why a request ends on a page of our own. */
export type PageError = 'client_not_found' | 'invalid_request' | 'redirect_mismatch' | 'unauthorized_client'

/** Ends a request on a page of our own. */
export class PageRefusal extends Error {
  override readonly name = 'PageRefusal'
  readonly error: PageError

  constructor(error: PageError) {
    super(error)
    this.error = error
  }
}

/** Ends a request with an error at the redirect URI. The description is ours from end to end, nothing of the request is in it. */
export class RedirectRefusal extends Error {
  override readonly name = 'RedirectRefusal'
  readonly error: AuthorizationErrorCode
  readonly description: string
  /** False when the state is what is wrong. */
  readonly echoesState: boolean

  constructor(error: AuthorizationErrorCode, description: string, { echoesState = true } = {}) {
    super(`${error}: ${description}`)
    this.error = error
    this.description = description
    this.echoesState = echoesState
  }
}
