import { errors } from 'jose'
import {
  allowInsecureRequests,
  customFetch,
  OperationProcessingError,
  ResponseBodyError,
  UnsupportedOperationError,
} from 'oauth4webapi'
import { isJsonObject, parseExactJson } from '#core/exact-json'
import { invalidCredentials, OmniauthError } from '#core/failure'
import { mediaType, type ProviderAnswer, type ProviderHttp } from '#core/provider-http'
import { failureType, providerText } from '../oauth2/authorization.ts'
import { isJsonType } from '../oauth2/token.ts'

interface CustomRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** What each call of `oauth4webapi` is given. */
export interface OpenIdCall {
  [customFetch]: (url: string, request: CustomRequest) => Promise<Response>
  [allowInsecureRequests]: boolean
}

/** Calls go through our own way to the provider, with its limits. Plain http is for a provider whose issuer itself is plain http. */
export function through(http: ProviderHttp, issuer: string): OpenIdCall {
  return {
    [customFetch]: async (url, { method, headers, body }) => {
      const answer = await http.send(url, {
        method: method === 'POST' ? 'POST' : 'GET',
        headers,
        ...(body instanceof URLSearchParams && { body: body.toString() }),
      })
      const status = answer.status >= 200 && answer.status <= 599 ? answer.status : 500
      const text = [204, 205, 304].includes(status) ? null : withExactIntegers(answer)
      return new Response(text, { status, headers: { 'content-type': answer.mediaType } })
    },
    [allowInsecureRequests]: issuer.startsWith('http:'),
  }
}

/** JSON whose integers a number cannot hold is given on with them as texts: `oauth4webapi` would round them. */
function withExactIntegers({ mediaType, text }: ProviderAnswer): string {
  const document = isJsonType(mediaType) ? parseExactJson(text) : undefined
  return document === undefined ? text : JSON.stringify(document)
}

/**
 * Runs a step of `oauth4webapi` or `jose`; what they refuse becomes `invalid_credentials`. Their errors carry whole answers, tokens included, as
 * causes: they go no further than here.
 */
export async function judged<Result>(what: string, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step()
  } catch (thrown) {
    throw asFailure(what, thrown)
  }
}

/**
 * Lets an answer pass that is JSON with status 200, undisturbed. Anything else becomes `invalid_credentials`: with OAuth's error where there is one, else
 * told by status and type. With `keepsError` OAuth's error is the type itself: after a refresh it says whether the token is spent. `secrets` are what
 * the provider was sent and might send back.
 */
export async function jsonAnswer(
  endpoint: string,
  response: Response,
  { secrets = [], keepsError = false }: { secrets?: readonly string[]; keepsError?: boolean } = {},
): Promise<void> {
  const type = mediaType(response.headers)
  if (response.status === 200 && isJsonType(type)) return
  const document = isJsonType(type) ? parseExactJson(await response.clone().text()) : undefined
  const told = isJsonObject(document) ? providerText([document['error'], document['error_description']], secrets) : ''
  if (keepsError && isJsonObject(document) && typeof document['error'] === 'string')
    throw new OmniauthError(failureType(document['error']), told)
  throw invalidCredentials(told || `${endpoint} answered ${response.status} ${type}`.trim())
}

function asFailure(what: string, thrown: unknown): unknown {
  const refused = (text: string): OmniauthError => invalidCredentials(`${what} is refused: ${text}`)
  if (thrown instanceof ResponseBodyError) return refused(providerText([thrown.error, thrown.error_description]))
  if (thrown instanceof OperationProcessingError || thrown instanceof UnsupportedOperationError)
    return refused(thrown.message)
  if (thrown instanceof errors.JOSEError) return refused(thrown.code)
  return thrown
}
