import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import type { Database } from '#storage/database'
import { checkClient } from './checks/client.ts'
import { checkIdentityProvider } from './checks/identity-provider.ts'
import { checkMaxAge } from './checks/max-age.ts'
import { checkNonce } from './checks/nonce.ts'
import { checkPkce } from './checks/pkce.ts'
import { checkPrompt, type Prompt } from './checks/prompt.ts'
import { checkRedirectUri } from './checks/redirect-uri.ts'
import { checkRepeated } from './checks/repeated.ts'
import { checkRequestObject } from './checks/request-object.ts'
import { checkResource } from './checks/resource.ts'
import { checkResponseMode } from './checks/response-mode.ts'
import { checkResponseType } from './checks/response-type.ts'
import { checkScope } from './checks/scope.ts'
import { checkState } from './checks/state.ts'
import { type PageError, PageRefusal, type Question, RedirectRefusal } from './checks/verdict.ts'
import { errorRedirect } from './error-redirect.ts'
import { parametersOf, type QueryParameters } from './parameters.ts'

/** A checked authorization request: the answer may go to `redirectUri`. */
export interface AuthorizationRequest {
  readonly pool: UserPool
  readonly client: AppClient
  readonly redirectUri: string
  /** Granted, space-separated. */
  readonly scope: string
  readonly state: string | undefined
  readonly nonce: string | undefined
  /** S256. */
  readonly codeChallenge: string | undefined
  readonly prompt: readonly Prompt[]
  /** The user must have signed in within this number of seconds. */
  readonly maxAge: number | undefined
  readonly loginHint: string | undefined
  readonly lang: string | undefined
}

export type CheckedRequest =
  | { readonly kind: 'valid'; readonly request: AuthorizationRequest }
  /** The application gets the error, at its redirect URI. */
  | { readonly kind: 'redirect'; readonly to: string }
  /** The user gets the error as a page, because the application or its redirect URI is not known. */
  | { readonly kind: 'page'; readonly error: PageError }

/**
 * Checks the parameters of `/oauth2/authorize` and `/login`. Nothing is stored: each page of the sign-in carries the
 * query on, and each step checks it again.
 * @param of.poolId the pool of the domain that the browser uses; only its clients are accepted.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export async function checkAuthorizationRequest(
  { db }: { db: Database },
  { query, poolId }: { query: QueryParameters; poolId?: string | undefined },
): Promise<CheckedRequest> {
  const parameters = parametersOf(query)
  try {
    // Check client and redirect URI first: before that, no error may go to the redirect URI.
    const { pool, client } = await checkClient({ db }, { parameters, poolId })
    const { redirectUri } = checkRedirectUri({ parameters, client })
    return checkRest({ parameters, pool, client, redirectUri })
  } catch (refusal) {
    if (refusal instanceof PageRefusal) return { kind: 'page', error: refusal.error }
    throw refusal
  }
}

/** The checks whose error goes to the application. The first failed check decides. */
function checkRest(question: Question): CheckedRequest {
  const { parameters, pool, client, redirectUri } = question
  try {
    const settled = {
      ...checkState(question),
      ...checkRepeated(question),
      ...checkRequestObject(question),
      ...checkResponseType(question),
      ...checkResponseMode(question),
      ...checkIdentityProvider(question),
      ...checkScope(question),
      ...checkResource(question),
      ...checkPkce(question),
      ...checkNonce(question),
      ...checkPrompt(question),
      ...checkMaxAge(question),
    }
    const hints = { loginHint: parameters.get('login_hint'), lang: parameters.get('lang') }
    return { kind: 'valid', request: { pool, client, redirectUri, ...settled, ...hints } }
  } catch (refusal) {
    if (!(refusal instanceof RedirectRefusal)) throw refusal
    const state = refusal.echoesState ? parameters.get('state') : undefined
    return { kind: 'redirect', to: errorRedirect({ redirectUri, state }, refusal) }
  }
}
