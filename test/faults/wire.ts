import type { JsonWebKey } from 'node:crypto'
import type { Outcome } from './history.ts'

/** A request without a response after this time counts as not answered. */
const timeoutMs = 10_000

/** The outcome of a request for the history, and the content that the driver needs. */
export interface Answer<Content> {
  readonly outcome: Outcome
  readonly content?: Content | undefined
}

/** Sends a request. The outcome is a success, a refusal, or unknown if there is no response or a server error. */
async function ask<Content>(
  url: string,
  init: RequestInit,
  read: (response: Response, body: string) => Answer<Content>,
): Promise<Answer<Content>> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), ...init })
    const body = await response.text()
    if (response.status < 500) return read(response, body)
    return { outcome: { type: 'unknown', error: body.slice(0, 200), status: response.status } }
  } catch (error) {
    return { outcome: { type: 'unknown', error: causeOf(error) } }
  }
}

function causeOf(error: unknown): string {
  const { cause, message } = error as Error
  return String((cause as { code?: string } | undefined)?.code ?? message)
}

const jsonAnswer = <Content>(response: Response, body: string, errorName: string): Answer<Content> => {
  const content = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>)
  if (response.ok) return { outcome: { type: 'ok' }, content: content as Content }
  return { outcome: { type: 'fail', error: String(content[errorName]) } }
}

/** Calls a public operation of the API. */
export const callApi = <Content>(server: string, operation: string, input: object): Promise<Answer<Content>> =>
  ask(
    `${server}/`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(input),
    },
    (response, body) => jsonAnswer(response, body, '__type'),
  )

/** Posts a form to an OAuth endpoint. */
export const postForm = <Content>(url: string, form: Record<string, string>): Promise<Answer<Content>> =>
  ask(url, { method: 'POST', body: new URLSearchParams(form) }, (response, body) => jsonAnswer(response, body, 'error'))

export const getUserInfo = (server: string, accessToken: string): Promise<Answer<object>> =>
  ask(`${server}/oauth2/userInfo`, { headers: { authorization: `Bearer ${accessToken}` } }, (response, body) =>
    jsonAnswer(response, body, 'error'),
  )

/** Reads the code from the response to an authorization request. Without a code, the error is `signed out`. */
const codeAnswer = (response: Response): Answer<{ code: string; cookies: string[] }> => {
  const location = response.headers.get('location') ?? ''
  const code = URL.parse(location, 'http://localhost')?.searchParams.get('code')
  if (response.status > 300 && response.status < 400 && code) {
    return { outcome: { type: 'ok' }, content: { code, cookies: response.headers.getSetCookie() } }
  }
  return { outcome: { type: 'fail', error: `signed out (${response.status} ${location.split('?')[0]})` } }
}

/** Asks for a code with the cookie of a browser. */
export const authorize = (
  server: string,
  { query, cookie }: { query: URLSearchParams; cookie: string },
): Promise<Answer<{ code: string }>> => ask(`${server}/oauth2/authorize?${query}`, { headers: { cookie } }, codeAnswer)

/** Signs in on the page as a browser does: opens the page, fills in the form and sends it with the page's cookie. */
export async function signInOnPage(
  server: string,
  of: { origin: string; query: URLSearchParams; username: string; password: string },
): Promise<Answer<{ cookie: string }>> {
  const address = `${server}/login?${of.query}`
  const page = await ask(address, {}, (response, body) => ({
    outcome: { type: 'ok' },
    content: { csrf: hiddenField(body, '_csrf'), cookie: pairOf(response.headers.getSetCookie(), 'csrf') },
  }))
  if (page.content === undefined) return { outcome: page.outcome }
  const { csrf, cookie } = page.content
  const form = new URLSearchParams({ _csrf: csrf, username: of.username, password: of.password })
  const posted = await ask(address, { method: 'POST', headers: { origin: of.origin, cookie }, body: form }, codeAnswer)
  const session = pairOf(posted.content?.cookies ?? [], 'us-east-1')
  return { outcome: posted.outcome, content: posted.outcome.type === 'ok' ? { cookie: session } : undefined }
}

const hiddenField = (html: string, name: string): string =>
  new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1] ?? ''

/** Returns the `name=value` of the cookie whose name contains a word. */
const pairOf = (cookies: readonly string[], word: string): string =>
  cookies.map((cookie) => cookie.split(';')[0] ?? '').find((pair) => pair.split('=')[0]?.includes(word)) ?? ''

/** Reads the published keys, by `kid`. */
export async function publishedKeys(server: string, userPoolId: string): Promise<Record<string, JsonWebKey>> {
  const response = await fetch(`${server}/${userPoolId}/.well-known/jwks.json`)
  const { keys } = (await response.json()) as { keys: (JsonWebKey & { kid: string })[] }
  return Object.fromEntries(keys.map((key) => [key.kid, key]))
}
