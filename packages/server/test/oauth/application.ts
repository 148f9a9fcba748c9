import { type StartedBrowserSession, withBrowserSession } from '#flows/browser-sessions/browser-session'
import { browserSessionCookie } from '#flows/browser-sessions/cookie'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { inTransaction } from '#storage/transaction'
import { callbackUrl, type TestPool } from '../start-pool.ts'

/** What an app client sees of the endpoints, in the browser and on its own server. */

export type Query = Readonly<Record<string, string>> | readonly (readonly [string, string])[]

/** Encodes names and values for a URL or a form. A list may contain a name several times. */
export function encoded(query: Query): string {
  const pairs: Iterable<readonly [string, string]> = Symbol.iterator in query ? query : Object.entries(query)
  return new URLSearchParams([...pairs].map(([name, value]): [string, string] => [name, value])).toString()
}

/** The default request of an app client for a code. */
export const usualQuery = ({ clientId }: Pick<TestPool, 'clientId'>): Record<string, string> => ({
  client_id: clientId,
  response_type: 'code',
  redirect_uri: callbackUrl,
})

/** A response to a browser. */
export interface Seen {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
  /** The address of the redirect without its query. It is undefined for a page. */
  readonly to: string | undefined
  /** The query of the redirect. */
  readonly query: URLSearchParams
}

export async function visit(
  { server }: TestPool,
  url: string,
  {
    headers,
    cookies = {},
    post,
  }: { headers?: Record<string, string>; cookies?: Record<string, string>; post?: Query } = {},
): Promise<Seen> {
  const response = await server.inject({
    method: post ? 'POST' : 'GET',
    url,
    cookies,
    headers: { ...(post ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...headers },
    ...(post ? { payload: encoded(post) } : {}),
  })
  const location = response.headers.location
  const [to, query] = location?.split('?') ?? []
  return {
    status: response.statusCode,
    headers: response.headers,
    body: response.body,
    to,
    query: new URLSearchParams(query),
  }
}

/** `GET /oauth2/authorize` */
export const authorize = (
  pool: TestPool,
  query: Query,
  browser: { cookies?: Record<string, string>; headers?: Record<string, string> } = {},
): Promise<Seen> => visit(pool, `/oauth2/authorize?${encoded(query)}`, browser)

/** Stores a browser session, as the end of a sign-in does. */
export async function startBrowserSession(
  services: TestPool['services'],
  of: { pool: UserPool; user: User; authTime: number },
): Promise<StartedBrowserSession> {
  const { outcome, store } = await withBrowserSession(services)(of)
  await inTransaction(services.db, (transaction) => store(transaction))
  return outcome
}

/** Returns the cookie of a browser that is signed in. */
export async function signedIn(
  { services, userPoolId }: TestPool,
  user: User,
  { authTime = services.clock.now() }: { authTime?: number } = {},
): Promise<Record<string, string>> {
  const pool = await loadUserPool(services, userPoolId)
  const { value } = await startBrowserSession(services, { pool, user, authTime })
  return { [browserSessionCookie(userPoolId, { secure: true }).name]: value }
}

/** Gets a code for a user, as a browser does. */
export async function codeFor(pool: TestPool, user: User, query: Record<string, string> = {}): Promise<string> {
  const cookies = await signedIn(pool, user)
  const seen = await authorize(pool, { ...usualQuery(pool), ...query }, { cookies })
  const code = seen.query.get('code')
  if (code === null) throw new Error(`Got no code: ${seen.status} ${seen.to} ${seen.query}`)
  return code
}

/** A response to an app client's server. */
export interface EndpointResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  /** An empty object if the body is empty. */
  readonly json: ResponseBody
}

/** The members of all endpoints together. A member that is absent reads as undefined. */
interface ResponseBody extends Readonly<Record<string, unknown>> {
  readonly token_type: string
  readonly expires_in: number
  readonly access_token: string
  readonly id_token: string
  readonly refresh_token: string
  readonly error: string
}

export async function call(
  { server }: TestPool,
  url: string,
  {
    form,
    headers,
    method = form ? 'POST' : 'GET',
  }: { form?: Query; headers?: Record<string, string>; method?: 'GET' | 'POST' } = {},
): Promise<EndpointResponse> {
  const response = await server.inject({
    method,
    url,
    headers: { ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...headers },
    ...(form ? { payload: encoded(form) } : {}),
  })
  return {
    status: response.statusCode,
    headers: response.headers,
    json: response.body !== '' ? response.json<ResponseBody>() : ({} as ResponseBody),
  }
}

/** `POST /oauth2/token` with the form of a redemption. By default it comes from the pool's first client. */
export const redeem = (
  pool: TestPool,
  code: string,
  more: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<EndpointResponse> =>
  call(pool, '/oauth2/token', {
    form: { grant_type: 'authorization_code', code, redirect_uri: callbackUrl, client_id: pool.clientId, ...more },
    headers,
  })

export const userInfo = (pool: TestPool, accessToken: string): Promise<EndpointResponse> =>
  call(pool, '/oauth2/userInfo', { headers: { authorization: `Bearer ${accessToken}` } })

export const basic = (clientId: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
})
