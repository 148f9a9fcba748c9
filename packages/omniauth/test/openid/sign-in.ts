import type { ProviderConfig, Strategy } from '@poolhouse/omniauth'
import { type Application, application, failureOf } from '../application.ts'
import type { TestProvider } from './provider.ts'

export interface Attempt {
  readonly response: Response | undefined
  /** The authorization URL. */
  readonly asked: URL
  /** The failure type. Null after a success. */
  readonly failure: string | null
}

/** An application with one provider. It uses the fetch of the test provider. */
export function applicationOf(provider: TestProvider, config: ProviderConfig | Strategy): Application {
  const app = application({ providers: [config], fetch: provider.fetch, fullHost: 'https://app.test' })
  app.time.now = provider.now()
  provider.now = () => app.time.now
  return app
}

/** Runs a sign-in from the request phase to the callback. */
export async function attempt(
  app: Application,
  provider: TestProvider,
  options: { params?: Record<string, string>; post?: boolean; query?: string } = {},
): Promise<Attempt> {
  const name = app.auth.providers[0]?.name ?? ''
  const path = `/users/auth/${name}`
  const asked = await app.begin(`${path}${options.query ?? ''}`)
  provider.asked = asked
  const params = { code: 'code-1', state: asked.searchParams.get('state') ?? '', ...options.params }
  const response = options.post
    ? await app.request(`${path}/callback`, { method: 'POST', body: new URLSearchParams(params) })
    : await app.comeBack(params, `${path}/callback`)
  return { response, asked, failure: failureOf(response) }
}

/** An `openid_connect` block as in GitLab's documentation. */
export function openidBlock(issuer: string, args: Record<string, unknown> = {}): ProviderConfig {
  const { client_options: client, ...rest } = args as { client_options?: Record<string, unknown> }
  return {
    name: 'openid_connect',
    label: 'Corporate',
    args: {
      name: 'openid_connect',
      scope: ['openid', 'profile', 'email'],
      response_type: 'code',
      issuer,
      discovery: true,
      client_auth_method: 'query',
      uid_field: 'sub',
      pkce: true,
      ...rest,
      client_options: {
        identifier: 'client-1',
        secret: 'secret-1',
        redirect_uri: 'https://app.test/users/auth/openid_connect/callback',
        ...client,
      },
    },
  }
}
