import type { ProviderConfig } from '@poolhouse/omniauth'
import { describe, expect, test } from 'vitest'
import { type Application, application, failureOf } from './application.ts'

const args = {
  strategy_class: 'oauth2-generic',
  client_options: { site: 'https://idp.test', authorize_url: '/authorize', user_info_url: '/me' },
  authorize_params: { audience: 'first' },
}
const config = (changes: Partial<ProviderConfig> = {}): ProviderConfig => ({
  name: 'cognito',
  app_id: 'id',
  app_secret: 'secret',
  args,
  ...changes,
})

const audienceOf = async (app: Application, path?: string) => (await app.begin(path)).searchParams.get('audience')

describe('setup', () => {
  const tenant = config({
    setup: ({ request }) => {
      const audience = new URL(request.url).searchParams.get('tenant')
      return audience === null ? undefined : { authorize_params: { audience } }
    },
  })

  test('setup changes the options of one request only (cases 13, 37)', async () => {
    const app = application({ providers: [tenant] })
    expect(await audienceOf(app)).toBe('first')
    expect(await audienceOf(app, '/users/auth/cognito?tenant=second')).toBe('second')
    expect(await audienceOf(app)).toBe('first')
    expect(args.authorize_params).toEqual({ audience: 'first' })
  })

  test('setup keeps the options that it does not return, because hashes are merged', async () => {
    const app = application({ providers: [tenant] })
    const location = await app.begin('/users/auth/cognito?tenant=x')
    expect(location.origin + location.pathname).toBe('https://idp.test/authorize')
  })

  test('setup runs in both phases only (case 37)', async () => {
    const asked: string[] = []
    const app = application({ providers: [config({ setup: ({ phase }) => void asked.push(phase) })] })
    await app.request('/elsewhere')
    await app.request('/users/auth/cognito', { method: 'GET' })
    await app.begin()
    await app.comeBack({ state: 'x' })
    expect(asked).toEqual(['request', 'callback'])
  })

  test('a key `__proto__` in the returned options does not change a prototype', async () => {
    const evil = JSON.parse('{"__proto__":{"polluted":true},"authorize_params":{"audience":"x"}}')
    const app = application({ providers: [config({ setup: () => evil })] })
    // The strategy refuses it like every unknown key.
    await expect(app.begin()).rejects.toThrow('__proto__')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('setup is outside of args, so a configuration file can not set it', () => {
    expect(() => application({ providers: [config({ args: { ...args, setup: true } })] })).toThrow(
      'setup is not read from args',
    )
  })
})

describe('options of every strategy are read from args', () => {
  test('a wrong option is an error that names it (case 65)', async () => {
    const own = { ...args, request_path: '/go', callback_path: '/back', origin_param: 'return', skip_info: true }
    const app = application({ providers: [config({ args: own })] })
    const location = await app.begin('/go')
    expect(location.searchParams.get('redirect_uri')).toBe('http://app.test:3000/back')
    for (const [key, value, message] of [
      ['request_path', 'go', 'expected a path'],
      ['path_prefix', 7, 'expected a path'],
      ['origin_param', true, 'expected the name of a parameter, or false'],
      ['skip_info', 'yes', 'expected true, false or a function'],
      ['form', {}, 'expected true or a function'],
      // Case 26 leaves a frame by script. omniauth does not support frames: managed login and other providers refuse
      // them.
      ['iframe', true, 'providers refuse to be shown in a frame'],
    ] as const)
      expect(() => application({ providers: [config({ args: { ...args, [key]: value } })] })).toThrow(message)
  })

  test('the option for frames is refused (case 26)', () => {
    expect(() => application({ providers: [config({ args: { ...args, iframe: true } })] })).toThrow(/iframe/)
  })
})

describe('reconfigure', () => {
  test('the next request uses the new providers', async () => {
    const app = application({ providers: [config()] })
    app.auth.reconfigure({ providers: [config({ name: 'other', label: 'Other' })] })
    expect(app.auth.providers.map(({ label }) => label)).toEqual(['Other'])
    expect(await app.request('/users/auth/cognito', { method: 'POST' })).toBeUndefined()
    expect((await app.begin('/users/auth/other')).host).toBe('idp.test')
  })

  test('an invalid list is refused, and the old one stays in use', async () => {
    const app = application({ providers: [config()] })
    expect(() => app.auth.reconfigure({ providers: [config({ app_id: '' })] })).toThrow(/app_id is missing/)
    expect((await app.begin()).host).toBe('idp.test')
  })

  test('a sign-in in progress goes on', async () => {
    const tokens = { access_token: 't', token_type: 'Bearer' }
    const fetch: typeof globalThis.fetch = async (url) =>
      Response.json(String(url).endsWith('/me') ? { id: 7 } : tokens)
    const app = application({ providers: [config()], fetch })
    const state = (await app.begin()).searchParams.get('state') ?? ''
    app.auth.reconfigure({ providers: [config({ label: 'New' })] })
    expect(await (await app.comeBack({ state, code: 'c' }))?.text()).toBe('welcome')
    expect(failureOf(await app.comeBack({ state, code: 'c' }))).toBe('csrf_detected')
  })
})
