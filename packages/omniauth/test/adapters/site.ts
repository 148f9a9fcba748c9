import { type Omniauth, type OmniauthOptions, omniauth } from '@poolhouse/omniauth'
import type { LoopbackProvider } from '../loopback-provider.ts'
import { type Answer, ask, type Question } from './ask.ts'
import type { AdapterServer, Started, Wanted } from './servers.ts'

/** Not the address of the test servers, so URLs with it can only come from the configuration. */
export const fullHost = 'https://app.example.com'
export const csrf = 'a b&c'

export interface Site extends Started {
  /** Sends its cookies, as a browser does. */
  visit(path: string, question?: Question): Promise<Answer>
  /** Posts the button of the sign-in page, and returns the URL of the redirect. */
  press(path?: string): Promise<URL>
}

type Own = Partial<OmniauthOptions> & Omit<Wanted, 'route'>

/** An application on a real server with the loopback provider. */
export async function site(
  { server, provider }: { server: AdapterServer; provider: LoopbackProvider },
  { parsed = false, mount, http2 = false, ...options }: Own = {},
): Promise<Site> {
  const route: Omniauth = omniauth({
    fullHost,
    pathPrefix: '/users/auth',
    secret: 'a secret of the test that is long enough',
    providers: [
      {
        name: 'cognito',
        app_id: 'client-1',
        app_secret: 'secret-1',
        args: {
          strategy_class: 'OmniAuth::Strategies::OAuth2Generic',
          client_options: { site: provider.url, token_url: '/oauth2/token', user_info_url: '/oauth2/userInfo' },
        },
      },
    ],
    validateRequest: async (request) => new URLSearchParams(await request.text()).get('authenticity_token') === csrf,
    onSuccess({ auth, params }) {
      const response = Response.json({ uid: auth.uid, params })
      response.headers.append('set-cookie', 'session=1; Path=/; HttpOnly')
      response.headers.append('set-cookie', 'remember=2; Path=/; HttpOnly')
      return response
    },
    log: { info() {}, warn() {}, error() {} },
    ...options,
  })
  const started = await server.start({ route, parsed, http2, ...(mount !== undefined && { mount }) })
  const cookies = new Map<string, string>()

  async function visit(path: string, question: Question = {}): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(cookie !== '' && { cookie }), ...question.headers }
    const answer = await ask(started.url + path, { ...question, headers })
    for (const line of answer.cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  return {
    ...started,
    visit,
    async press(path = '/users/auth/cognito') {
      const { status, headers } = await visit(path, form({ authenticity_token: csrf }))
      if (status !== 302) throw new Error(`No way to the provider: ${status}`)
      return new URL(headers.location ?? '', fullHost)
    },
  }
}

export const type = { 'content-type': 'application/x-www-form-urlencoded' }

export function form(fields: Record<string, string>): Question {
  return { method: 'POST', headers: type, body: new URLSearchParams(fields).toString() }
}

export const stateOf = (location: URL): string => location.searchParams.get('state') ?? ''
