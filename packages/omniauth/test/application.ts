import { type Omniauth, type OmniauthOptions, type OmniauthSuccess, omniauth } from '@poolhouse/omniauth'

export const fullHost = 'http://app.test:3000'

/** An application with OmniAuth, and a browser that keeps its cookies. */
export interface Application {
  readonly auth: Omniauth
  readonly successes: OmniauthSuccess[]
  readonly cookies: Map<string, string>
  readonly time: { now: number }
  request(path: string, init?: RequestInit): Promise<Response | undefined>
  /** Posts to the request path, and returns the URL of the redirect. */
  begin(path?: string, init?: RequestInit): Promise<URL>
  /** Requests the callback with these parameters. */
  comeBack(params: Record<string, string>, path?: string): Promise<Response | undefined>
}

export function application(options: Partial<OmniauthOptions> & Pick<OmniauthOptions, 'providers'>): Application {
  const successes: OmniauthSuccess[] = []
  const cookies = new Map<string, string>()
  const time = { now: 1_700_000_000_000 }
  const auth = omniauth({
    fullHost,
    pathPrefix: '/users/auth',
    secret: 'a secret of the test that is long enough',
    validateRequest: () => true,
    onSuccess(result) {
      successes.push(result)
      return new Response('welcome')
    },
    clock: () => time.now,
    log: { info() {}, warn() {}, error() {} },
    ...options,
  })
  async function request(path: string, init: RequestInit = {}): Promise<Response | undefined> {
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await auth.handler(new Request(new URL(path, options.fullHost ?? fullHost), { ...init, headers }))
    for (const line of response?.headers.getSetCookie() ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  return {
    auth,
    successes,
    cookies,
    time,
    request,
    async begin(path = '/users/auth/cognito', init = {}) {
      const response = await request(path, { method: 'POST', ...init })
      return new URL(response?.headers.get('location') ?? 'about:blank', fullHost)
    },
    comeBack: (params, path = '/users/auth/cognito/callback') => request(`${path}?${new URLSearchParams(params)}`),
  }
}

/** The failure type, if the response redirects to the failure page. */
export function failureOf(response: Response | undefined): string | null {
  const location = new URL(response?.headers.get('location') ?? 'about:blank', fullHost)
  return location.pathname.endsWith('/failure') ? location.searchParams.get('message') : null
}
