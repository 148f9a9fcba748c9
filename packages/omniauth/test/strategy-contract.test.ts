import { describe, expect, test } from 'vitest'
import { buildProviders } from '#config/providers'
import { type StrategyKind, strategyKinds } from '#config/strategy-kinds'
import { ConfigurationError } from '#core/configuration-error'
import { hex, randomBytes } from '#core/encoding'
import { OmniauthError } from '#core/failure'
import type { ProviderHttp } from '#core/provider-http'
import { singleUseMemory } from '#core/single-use'
import type { Strategy, StrategyServices } from '#core/strategy'

const secret = 'the-client-secret'
const callbackUrl = 'http://localhost:3000/users/auth/x/callback'

interface Sample {
  /** A valid configuration. */
  readonly args: Readonly<Record<string, unknown>>
  /** Why its authorization request has no PKCE challenge. */
  readonly withoutPkce?: string
  /** Why it has no client secret. */
  readonly withoutSecret?: string
  /** Why the provider's answers differ from OAuth's. */
  readonly withoutOAuth?: string
  /** The options for client id and secret. Default: `app_id` and `app_secret`. */
  readonly client?: readonly string[]
}

/** A sample of every strategy, by the first of its classes. The tests below run for each sample. */
const samples: Readonly<Record<string, Sample>> = {
  'oauth2-generic': {
    args: { client_options: { site: 'https://idp.test', user_info_url: '/me' } },
    withoutPkce: 'off by default, as in Ruby: some providers refuse parameters that they do not know',
  },
  github: { args: { scope: 'user:email' } },
  gitlab: { args: { scope: 'read_user' } },
  facebook: { args: {}, withoutPkce: 'Facebook documents it for its OpenID flow alone' },
  amazon: { args: {} },
  developer: {
    args: {},
    withoutPkce: 'there is no authorization server',
    withoutSecret: 'there is no authorization server',
  },
  cognito: { args: { issuer: 'https://pool.test' } },
  'openid-connect': {
    args: { issuer: 'https://op.test', discovery: true },
    client: ['args.client_options.identifier', 'args.client_options.secret'],
  },
  google: { args: { access_type: 'offline' } },
  microsoft: { args: { tenant_id: 'common' } },
  saml: {
    args: { idp_sso_service_url: 'https://idp.test/sso', idp_cert_fingerprint: Array(32).fill('AB').join(':') },
    withoutPkce: 'there is no code',
    withoutSecret: 'the provider signs its answers',
    withoutOAuth: 'its answers are signed documents',
  },
  apple: { args: { team_id: 'T', key_id: 'K', pem: secret }, withoutSecret: 'made of a key', client: ['app_id'] },
}

const nameOf = ({ classes: [name = ''] }: StrategyKind) => name
const kinds = strategyKinds.filter((kind) => nameOf(kind) in samples).map((kind) => [nameOf(kind), kind] as const)

test('every strategy has a sample', () => {
  expect(strategyKinds.map(nameOf).filter((name) => !(name in samples))).toEqual([])
})

test('every class and name belongs to one strategy, and omniauth`s own name comes first', () => {
  const classes = strategyKinds.flatMap((kind) => kind.classes)
  const names = strategyKinds.flatMap((kind) => kind.names)
  expect(new Set(classes).size).toBe(classes.length)
  expect(new Set(names).size).toBe(names.length)
  expect(strategyKinds.map(nameOf).filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([])
  // Each also has Ruby's class, so that a configuration works without changes. Ruby has no class for Cognito.
  const alone = strategyKinds.filter((kind) => !kind.classes.some((one) => one.startsWith('OmniAuth::Strategies::')))
  expect(alone.map(nameOf)).toEqual(['cognito'])
})

/** Answers discovery for every issuer, and no other request. */
const discoveryAlone: ProviderHttp = {
  async send(url) {
    const [issuer = '', rest] = url.split('/.well-known/openid-configuration')
    if (rest === undefined) throw new OmniauthError('timeout', 'The provider did not answer')
    const text = JSON.stringify({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
    })
    return { status: 200, mediaType: 'application/json', text }
  },
}
const noNetwork: ProviderHttp = {
  async send() {
    throw new OmniauthError('timeout', 'The provider did not answer')
  },
}
const clock = () => 1_700_000_000_000
const servicesWith = (http: ProviderHttp): StrategyServices => ({
  http,
  clock,
  randomBytes,
  singleUse: singleUseMemory(clock),
})

function configOf(kind: StrategyKind, changes: Record<string, unknown> = {}) {
  const { args, withoutSecret } = samples[nameOf(kind)] ?? { args: {} }
  return {
    name: 'x',
    label: 'Sign in',
    icon: '/x.svg',
    app_id: 'client-1',
    ...(withoutSecret === undefined && { app_secret: secret }),
    args: { strategy_class: nameOf(kind), ...args, ...changes },
  }
}

function strategyOf(kind: StrategyKind, changes?: Record<string, unknown>): Strategy {
  const strategy = buildProviders([configOf(kind, changes)])[0]?.strategy
  if (strategy === undefined) throw new Error('nothing was built')
  return strategy
}

/** The browser's answer: a URL to go to, or a page. */
async function begin(strategy: Strategy) {
  const state = hex(randomBytes(24))
  const request = new Request('http://localhost:3000/users/auth/x', { method: 'POST' })
  const answer = await strategy.requestPhase(servicesWith(discoveryAlone), { request, callbackUrl, state })
  const shown = 'page' in answer ? await answer.page.text() : answer.location
  return { state, answer, shown, params: 'page' in answer ? undefined : new URL(answer.location).searchParams }
}

describe.each(kinds)('%s', (name, kind) => {
  const sample = samples[name]

  test('has name, label and icon of its configuration, and does not change it', () => {
    const config = deepFreeze(configOf(kind))
    const strategy = buildProviders([config])[0]?.strategy
    expect(strategy).toMatchObject({ name: 'x', label: 'Sign in', icon: '/x.svg' })
  })

  test('sends the state without changes, and the configured callback', async () => {
    const { state, shown, params } = await begin(strategyOf(kind))
    expect(shown).toContain(state)
    if (params === undefined) return
    expect(params.getAll(strategyOf(kind).stateParameter ?? 'state')).toEqual([state])
    if (sample?.withoutOAuth === undefined) expect(params.getAll('redirect_uri')).toEqual([callbackUrl])
  })

  test('sends a new PKCE challenge each time and keeps its verifier, or has a reason not to', async () => {
    const strategy = strategyOf(kind)
    const [first, second] = [await begin(strategy), await begin(strategy)]
    if (sample?.withoutPkce !== undefined) {
      expect(first.params?.get('code_challenge') ?? null).toBeNull()
      return
    }
    expect(first.params?.get('code_challenge_method')).toBe('S256')
    expect(first.params?.get('code_challenge')).toMatch(/^[\w-]{43}$/)
    expect(first.params?.get('code_challenge')).not.toBe(second.params?.get('code_challenge'))
    expect(Object.values(first.answer.keep)).not.toEqual(Object.values(second.answer.keep))
    for (const kept of Object.values(first.answer.keep)) expect(first.shown).not.toContain(`challenge=${kept}`)
  })

  test('sends no secret through the browser', async () => {
    const { shown, answer } = await begin(strategyOf(kind))
    expect(shown + JSON.stringify(answer.keep)).not.toContain(secret)
  })

  test('reports an unknown option with the nearest known one, if there is one', () => {
    expect(() => strategyOf(kind, { request_pth: '/x' })).toThrow(
      'request_pth is not a known setting: did you mean request_path?',
    )
    expect(() => strategyOf(kind, { quite_something_else: 1 })).toThrow('quite_something_else is not a known setting')
  })

  test.each([
    ['in the value of an option', { origin_param: { secret } }],
    ['as the whole value of an option', { request_path: secret }],
    ['in a list', { skip_info: [secret] }],
  ])('never repeats the secret %s', (_, changes) => {
    let thrown: unknown
    try {
      strategyOf(kind, changes)
    } catch (caught) {
      thrown = caught
    }
    expect(thrown).toBeInstanceOf(ConfigurationError)
    expect(String(thrown)).not.toContain(secret)
  })

  test('never repeats the secret in a warning', () => {
    expect(strategyOf(kind).warnings.join('\n')).not.toContain(secret)
  })

  test('names a missing client id or secret, if it needs them', () => {
    const { app_id: _id, app_secret: _secret, ...without } = configOf(kind)
    const build = () => buildProviders([without])
    const keys = sample?.client ?? (sample?.withoutSecret === undefined ? ['app_id', 'app_secret'] : [])
    if (keys.length === 0) expect(build).not.toThrow()
    for (const key of keys) expect(build).toThrow(`x.${key} is missing`)
  })

  test('returns its facts without a network, or a failure without the secret', async () => {
    const facts = strategyOf(kind).facts?.(servicesWith(noNetwork))
    await facts?.then(
      ({ clientSecret, ...others }) => {
        expect(clientSecret).toBe(sample?.withoutSecret === undefined ? secret : undefined)
        expect(JSON.stringify(others)).not.toContain(secret)
      },
      (thrown: unknown) => {
        expect(thrown).toMatchObject({ type: 'timeout' })
        expect(String(thrown)).not.toContain(secret)
      },
    )
  })

  test('fails with the provider`s refusal, without a request', async () => {
    const strategy = strategyOf(kind)
    const { params, answer } = await begin(strategy)
    if (params === undefined || sample?.withoutOAuth !== undefined) return
    const refused = strategy.callbackPhase(servicesWith(discoveryAlone), {
      request: new Request(callbackUrl),
      callbackUrl,
      params: new URLSearchParams({ error: 'access_denied', error_description: 'No' }),
      kept: answer.keep,
    })
    await expect(refused).rejects.toMatchObject({ type: 'access_denied', message: 'access_denied | No' })
  })
})

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}
