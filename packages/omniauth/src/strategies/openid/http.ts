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

/** The options of each call of `oauth4webapi`. */
export interface OpenIdCall {
  [customFetch]: (url: string, request: CustomRequest) => Promise<Response>
  [allowInsecureRequests]: boolean
}

/** Sends calls through `ProviderHttp`, with its limits. Plain http is allowed only if the issuer is plain http. */
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

/** Turns integers that are too large for a number into texts, because `oauth4webapi` would round them. */
function withExactIntegers({ mediaType, text }: ProviderAnswer): string {
  const document = isJsonType(mediaType) ? parseExactJson(text) : undefined
  return document === undefined ? text : JSON.stringify(document)
}

/**
 * Runs a step of `oauth4webapi` or `jose`. Their errors become `invalid_credentials` without a cause, because their
 * causes contain whole answers with tokens.
 */
export async function judged<Result>(what: string, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step()
  } catch (thrown) {
    throw asFailure(what, thrown)
  }
}

/**
 * Accepts an answer that is JSON with status 200 and does not read its body. Any other answer is `invalid_credentials`,
 * with OAuth's error if there is one, or else with status and type. With `keepsError`, OAuth's error is the failure
 * type: after a refresh, it shows whether the token is still valid. `secrets` are the secrets that the provider could
 * repeat.
 */
export async function jsonAnswer(
  endpoint: string,
  response: Response,
  { secrets = [], keepsError = false }: { secrets?: readonly string[]; keepsError?: boolean } = {},
): Promise<void> {
  const type = mediaType(response.headers)
  if (response.status === 200 && isJsonType(type)) return
  const document = isJsonType(type) ? parseExactJson(await response.clone().text()) : undefined
  const description = isJsonObject(document)
    ? providerText([document['error'], document['error_description']], secrets)
    : ''
  if (keepsError && isJsonObject(document) && typeof document['error'] === 'string')
    throw new OmniauthError(failureType(document['error']), description)
  throw invalidCredentials(description || `${endpoint} answered ${response.status} ${type}`.trim())
}

function asFailure(what: string, thrown: unknown): unknown {
  const refused = (text: string): OmniauthError => invalidCredentials(`${what} was refused: ${text}`)
  if (thrown instanceof ResponseBodyError) return refused(providerText([thrown.error, thrown.error_description]))
  if (thrown instanceof OperationProcessingError || thrown instanceof UnsupportedOperationError)
    return refused(thrown.message)
  if (thrown instanceof errors.JOSEError) return refused(thrown.code)
  return thrown
}
