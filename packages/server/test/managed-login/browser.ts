import type { FastifyInstance } from 'fastify'
import type { TestPool } from '../start-pool.ts'
import { callbackUrl } from '../start-pool.ts'

export const site = 'https://sign-in.example.com'

/** A form as a browser reads it. */
export interface Form {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

export interface View {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
  readonly html: string
  /** The visible text, without the markup. */
  readonly text: string
  readonly location: string
  readonly forms: readonly Form[]
  readonly links: readonly string[]
}

export interface Changes {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A browser without JavaScript: keeps cookies, sends forms with the typed values, follows redirects on this site. */
export interface TestBrowser {
  readonly cookies: Map<string, string>
  /** Every Set-Cookie line so far. */
  readonly setCookies: string[]
  get(url: string, headers?: Record<string, string>): Promise<View>
  submit(form: Form | undefined, typed?: Readonly<Record<string, string>>, changes?: Changes): Promise<View>
}

/** The query of `/oauth2/authorize` at the test client. */
export function oauthQuery(pool: Pick<TestPool, 'clientId'>, more: Readonly<Record<string, string>> = {}): string {
  return new URLSearchParams({
    client_id: pool.clientId,
    response_type: 'code',
    scope: 'openid email',
    redirect_uri: callbackUrl,
    state: 'app-state',
    ...more,
  }).toString()
}

export function openBrowser({ server }: { server: FastifyInstance }, origin = site): TestBrowser {
  const cookies = new Map<string, string>()
  const setCookies: string[] = []
  const { host } = new URL(origin)

  async function send(
    method: 'GET' | 'POST',
    url: string,
    more: { headers?: Record<string, string>; payload?: string } = {},
  ): Promise<View> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await server.inject({
      method,
      url,
      headers: { host, ...(cookie ? { cookie } : {}), ...more.headers },
      ...(more.payload === undefined ? {} : { payload: more.payload }),
    })
    for (const line of [response.headers['set-cookie'] ?? []].flat()) {
      setCookies.push(line)
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0|Expires=Thu, 01 Jan 1970/.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return viewOf(response.statusCode, response.headers, response.payload)
  }

  async function followed(view: View): Promise<View> {
    const isOwn = view.location.startsWith('/') && [302, 303].includes(view.status)
    return isOwn ? await followed(await send('GET', view.location)) : view
  }

  return {
    cookies,
    setCookies,
    get: async (url, headers = {}) => followed(await send('GET', url, { headers })),
    async submit(form, typed = {}, { headers = {}, body } = {}) {
      if (!form) throw new Error('The page has no such form.')
      return followed(
        await send('POST', form.action, {
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            origin,
            'sec-fetch-site': 'same-origin',
            ...headers,
          },
          payload: body ?? new URLSearchParams({ ...form.fields, ...typed }).toString(),
        }),
      )
    },
  }
}

function viewOf(status: number, headers: View['headers'], html: string): View {
  return {
    status,
    headers,
    html,
    text: decoded(html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')),
    location: String(headers['location'] ?? ''),
    forms: [...html.matchAll(/<form method="post" action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(
      ([, action = '', inside = '']) => ({ action: decoded(action), fields: fieldsOf(inside) }),
    ),
    links: [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href = '']) => decoded(href)),
  }
}

function fieldsOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1]
    if (name !== undefined) fields[decoded(name)] = decoded(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '')
  }
  for (const [, name = '', value = ''] of html.matchAll(/<textarea[^>]*\bname="([^"]*)"[^>]*>\n?([^<]*)/g)) {
    fields[decoded(name)] = decoded(value)
  }
  return fields
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

const decoded = (text: string): string => text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)
