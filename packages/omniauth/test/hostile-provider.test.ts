import { gzipSync } from 'node:zlib'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { providerHttp } from '#core/provider-http'
import { application } from './application.ts'
import { type Answering, json, type LoopbackProvider, loopbackProvider, raw } from './loopback-provider.ts'

let keys: Awaited<ReturnType<typeof generateKeyPair>>
beforeAll(async () => {
  keys = await generateKeyPair('RS256')
})

let provider: LoopbackProvider
let thief: LoopbackProvider
beforeEach(async () => {
  provider = await loopbackProvider()
  thief = await loopbackProvider()
})
afterEach(async () => {
  await provider.close()
  await thief.close()
})

const secret = 'the client-secret/+'
const code = 'the-authorization-code'
const asJson = { 'content-type': 'application/json' }

function genericConfig() {
  return {
    name: 'x',
    app_id: 'client-1',
    app_secret: secret,
    args: {
      strategy_class: 'oauth2-generic',
      client_options: { site: provider.url, token_url: '/oauth2/token', user_info_url: '/oauth2/userInfo' },
      pkce: true,
    },
  }
}

function githubConfig() {
  const client_options = { site: provider.url, token_url: '/oauth2/token' }
  return {
    name: 'x',
    app_id: 'client-1',
    app_secret: secret,
    args: { strategy_class: 'github', client_options, scope: 'user:email' },
  }
}

const cognitoConfig = () => ({
  name: 'x',
  app_id: 'client-1',
  app_secret: secret,
  args: { strategy_class: 'cognito', issuer: `${provider.url}/pool` },
})

interface Ending {
  /** The failure type. Undefined if the person was signed in. */
  readonly type: string | undefined
  readonly message: string
  readonly auth: ReturnType<typeof application>['successes'][number]['auth'] | undefined
  /** All log lines and failures. */
  readonly output: string
}

/** The nonce of the current sign-in. */
let nonce = ''

/** Signs in once, and checks that no secret is in the log lines and failures. */
async function signIn(
  config: ReturnType<typeof genericConfig> | object,
  params: [string, string][] = [['code', code]],
) {
  const lines: unknown[] = []
  const failures: { type: string; message: string }[] = []
  const note = (event: string, fields?: unknown) => lines.push(event, fields)
  const app = application({
    providers: [config as ReturnType<typeof genericConfig>],
    log: { info: note, warn: note, error: note },
    onFailure({ type, error }) {
      failures.push({ type, message: error.message })
      return new Response()
    },
  })
  const begun = await app.request('/users/auth/x', { method: 'POST' })
  const location = new URL(begun?.headers.get('location') ?? 'about:blank')
  const state = location.searchParams.get('state')
  nonce = location.searchParams.get('nonce') ?? ''
  if (state !== null) await app.request(`/users/auth/x/callback?${new URLSearchParams([['state', state], ...params])}`)
  const ending: Ending = {
    type: failures[0]?.type,
    message: failures[0]?.message ?? '',
    auth: app.successes[0]?.auth,
    output: JSON.stringify([lines, failures]),
  }
  expect(failures.length + app.successes.length).toBe(1)
  for (const hidden of [secret, encodeURIComponent(secret), code, 'access-1', 'refresh-1', btoa(`client-1:${secret}`)])
    expect(ending.output).not.toContain(hidden)
  return ending
}

const bomb = gzipSync(Buffer.alloc(60 * 1024 * 1024))
const page = '<!doctype html><title>Sign in to the hotel</title><script>alert(1)</script>'

/** Hostile answers, and the failure type of each. */
const hostile: [string, () => Answering, RegExp][] = [
  ['HTML', () => raw(page, { 'content-type': 'text/html' }), /^invalid_credentials$/],
  ['HTML with the content type of JSON', () => raw(page, asJson), /^invalid_credentials$/],
  ['a JWT', () => raw('a.b.c', { 'content-type': 'application/jwt' }), /^invalid_credentials$/],
  ['an image', () => raw('\x89PNG', { 'content-type': 'image/png' }), /^invalid_credentials$/],
  ['no content type', () => raw('{"sub":"x"}', {}), /^invalid_credentials$/],
  [
    'a content type with markup',
    () => raw('{}', { 'content-type': '<script>alert(1)</script>/json' }),
    /^invalid_credentials$/,
  ],
  ['a huge body with its length', () => raw(`{"sub":"${'x'.repeat(400_000)}"}`, asJson), /^invalid_credentials$/],
  ['an endless body', () => endless, /^invalid_credentials$/],
  [
    'a gzip bomb',
    () => (response) => response.writeHead(200, { ...asJson, 'content-encoding': 'gzip' }).end(bomb),
    /^invalid_credentials$/,
  ],
  [
    'an encoding gzip without gzip',
    () => raw('{"sub":"x"}', { ...asJson, 'content-encoding': 'gzip' }),
    /^(invalid_credentials|timeout)$/,
  ],
  ['a truncated body', () => truncated, /^timeout$/],
  ['a closed connection', () => (response) => response.destroy(), /^timeout$/],
  ['headers of 100 KB', () => raw('{"sub":"x"}', { ...asJson, 'x-a': 'x'.repeat(100_000) }), /^failed_to_connect$/],
  [
    'an answer that is not HTTP',
    () => (response) => response.socket?.end('220 mail.test ready\r\n\r\n'),
    /^failed_to_connect$/,
  ],
  [
    'a text that is not UTF-8',
    () => (response) => response.writeHead(200, asJson).end(Buffer.from('{"sub":"\xff"}', 'latin1')),
    /^invalid_credentials$/,
  ],
  [
    'deep nesting',
    () => raw(`{"sub":"x","a":${'['.repeat(5000)}${']'.repeat(5000)}}`, asJson),
    /^invalid_credentials$/,
  ],
  ['unclosed brackets', () => raw('['.repeat(200_000), asJson), /^invalid_credentials$/],
  ['a list', () => json([{ sub: 'x' }]), /^invalid_credentials$/],
  ['a text', () => json('sub'), /^invalid_credentials$/],
  ['a number', () => json(7), /^invalid_credentials$/],
  ['null', () => json(null), /^invalid_credentials$/],
  ['JSON with a comment', () => raw('{"sub":"x"} // yes', asJson), /^invalid_credentials$/],
  ['204', () => raw('', {}, 204), /^invalid_credentials$/],
  ['401', () => json({ error: 'invalid_token' }, 401), /^invalid_credentials$/],
  ['429', () => raw('', { 'retry-after': '3600' }, 429), /^invalid_credentials$/],
  ['500 with HTML', () => raw(page, { 'content-type': 'text/html' }, 500), /^invalid_credentials$/],
  [
    'endless redirects',
    () =>
      (response, { path }) =>
        response.writeHead(307, { location: path }).end(),
    /^invalid_credentials$/,
  ],
  ['a redirect without a location', () => raw('', {}, 307), /^invalid_credentials$/],
  ['a redirect to another origin', () => redirect(() => `${thief.url}/oauth2/token`), /^invalid_credentials$/],
  ['a redirect without a scheme', () => redirect(() => thief.url.slice(5)), /^invalid_credentials$/],
  ['a redirect to another port', () => redirect(() => 'http://127.0.0.1:1/'), /^invalid_credentials$/],
  [
    'a redirect to an internal address',
    () => redirect(() => 'http://169.254.169.254/latest/meta-data/'),
    /^invalid_credentials$/,
  ],
  [
    'a redirect with a username and a password',
    () => redirect(() => provider.url.replace('//', '//a:b@')),
    /^invalid_credentials$/,
  ],
  ['a redirect to a file', () => redirect(() => 'file:///etc/passwd'), /^invalid_credentials$/],
  ['a redirect to a script', () => redirect(() => 'javascript:alert(1)'), /^invalid_credentials$/],
]

/** Resolves when the client closes the connection of an endless answer. */
let hungUp: Promise<void> = Promise.resolve()

const endless: Answering = (response) => {
  hungUp = new Promise((resolve) => response.once('close', resolve))
  response.writeHead(200, asJson)
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(16_384)));
    if (!response.destroyed) response.once('drain', more)
  }
  more()
}
const truncated: Answering = (response) => {
  response.writeHead(200, { ...asJson, 'content-length': '1000' })
  response.write('{"sub":"x"', () => response.destroy())
}
function redirect(to: () => string): Answering {
  return (response) => response.writeHead(307, { location: to() }).end()
}

/** The requests of the strategies that get a hostile answer. */
const places: [string, string, () => object][] = [
  ['the token endpoint', '/oauth2/token', genericConfig],
  ['user info', '/oauth2/userInfo', genericConfig],
  ['GitHub`s addresses', '/user/emails', githubConfig],
  ['discovery', '/pool/.well-known/openid-configuration', cognitoConfig],
  ['the keys', '/jwks', cognitoConfig],
  ['the token endpoint of OpenID Connect', '/oauth2/token', cognitoConfig],
  ['the user info of OpenID Connect', '/oauth2/userInfo', cognitoConfig],
]

/** Answers that are not hostile for a request: GitHub's addresses are a list. */
const fine = new Map([['/user/emails', ['a list']]])

/** A valid token answer, so that only the other answers can be wrong. */
const withIdToken: Answering = async (response, request) => {
  const seconds = 1_700_000_000
  const claims = { iss: `${provider.url}/pool`, aud: 'client-1', sub: 'sub-1', iat: seconds, exp: seconds + 60, nonce }
  const id_token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(keys.privateKey)
  json({ access_token: 'access-1', token_type: 'Bearer', id_token })(response, request)
}

/** Sets valid answers. A test then replaces one of them. */
async function arrange(): Promise<void> {
  provider.answers.set('/user', json({ id: 1 }))
  provider.answers.set('/user/emails', json([]))
  provider.answers.set('/jwks', json({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'RS256' }] }))
  const url = provider.url
  provider.answers.set(
    '/pool/.well-known/openid-configuration',
    json({
      issuer: `${url}/pool`,
      jwks_uri: `${url}/jwks`,
      authorization_endpoint: `${url}/oauth2/authorize`,
      token_endpoint: `${url}/oauth2/token`,
      userinfo_endpoint: `${url}/oauth2/userInfo`,
    }),
  )
}

describe.each(places)('an answer of %s', (_, path, config) => {
  beforeEach(async () => {
    await arrange()
    if (config === cognitoConfig) provider.answers.set('/oauth2/token', withIdToken)
  })

  test('that is valid signs the person in', async () => {
    expect((await signIn(config())).type).toBeUndefined()
    expect(provider.seen.some((request) => request.path === path)).toBe(true)
  })

  test.each(hostile.filter(([what]) => !fine.get(path)?.includes(what)))(
    'with %s is refused',
    async (_, answering, type) => {
      provider.answers.set(path, answering())
      const ending = await signIn(config())
      expect(ending.auth).toBeUndefined()
      expect(ending.type).toMatch(type)
      expect(ending.output).not.toContain('<script>')
      expect(provider.seen.some((request) => request.path.startsWith(path))).toBe(true)
      expect(provider.seen.length).toBeLessThan(10)
      expect(thief.seen).toEqual([])
    },
  )
})

test.each(['a huge body with its length', 'an endless body', 'a gzip bomb'])(
  '%s is read only up to 256 KB, unpacked',
  async (name) => {
    const answering = hostile.find(([what]) => what === name)?.[1]
    provider.answers.set('/oauth2/userInfo', answering?.() ?? json({}))
    expect((await signIn(genericConfig())).message).toBe("The provider's answer is larger than 262144 bytes")
    await hungUp
  },
)

test('a redirect from https to http is not followed, even to the same host', async () => {
  const asked: unknown[] = []
  const http = providerHttp({
    async fetch(url) {
      asked.push(url)
      return new Response(null, { status: 307, headers: { location: 'http://idp.test/token' } })
    },
  })
  const sent = http.send('https://idp.test/token', { method: 'POST', body: secret })
  await expect(sent).rejects.toMatchObject({ type: 'invalid_credentials' })
  expect(asked).toEqual(['https://idp.test/token'])
})

describe('a slow provider', () => {
  test('gets one time limit for the whole call: redirects, headers and body', async () => {
    const limits: number[] = []
    const { signal, abort } = timeLimitOfTest()
    provider.answers.set('/oauth2/userInfo', (response) => response.writeHead(302, { location: '/drip' }).end())
    provider.answers.set('/drip', (response) => {
      response.writeHead(200, asJson).write('{', () => abort())
    })
    const http = providerHttp({
      timeLimit(milliseconds) {
        limits.push(milliseconds)
        return signal
      },
    })
    const asked = http.send(`${provider.url}/oauth2/userInfo`, { method: 'GET' })
    await expect(asked).rejects.toMatchObject({ type: 'timeout' })
    expect(limits).toEqual([10_000])
  })

  test('gets the time limit of the application', async () => {
    const limits: number[] = []
    const http = providerHttp({
      timeoutMs: 1234,
      timeLimit(milliseconds) {
        limits.push(milliseconds)
        return timeLimitOfTest().signal
      },
    })
    await http.send(`${provider.url}/oauth2/userInfo`, { method: 'GET' })
    expect(limits).toEqual([1234])
  })

  /** A time limit that ends when the test calls `abort`. */
  function timeLimitOfTest() {
    const controller = new AbortController()
    return {
      signal: controller.signal,
      abort: () => controller.abort(new DOMException('The operation timed out', 'TimeoutError')),
    }
  }
})

describe('a token answer', () => {
  test.each([
    ['a token type other than bearer', { access_token: 'access-1', token_type: 'DPoP' }],
    ['a token type that is not a text', { access_token: 'access-1', token_type: ['Bearer'] }],
    ['a token with a line break', { access_token: 'access-1\r\nx-evil: 1' }],
    ['a token that is a number', { access_token: 1 }],
    ['a token that is a list', { access_token: ['access-1'] }],
    ['an empty token', { access_token: '' }],
    ['an error and a token', { access_token: 'access-1', error: 'x' }],
    ['a token inside __proto__', JSON.parse('{"__proto__":{"access_token":"access-1"}}')],
  ])('with %s is invalid_credentials', async (_, answer) => {
    provider.answers.set('/oauth2/token', json(answer))
    expect((await signIn(genericConfig())).type).toBe('invalid_credentials')
    expect(provider.seen.map(({ path }) => path)).toEqual(['/oauth2/token'])
  })

  test.each([
    ['oauth2-generic', genericConfig],
    ['cognito', cognitoConfig],
  ])('of %s with an error that repeats secrets gives a message without them', async (_, config) => {
    await arrange()
    provider.answers.set('/oauth2/token', (response, request) => {
      const error_description = `Wrong: ${request.body}, ${secret}, ${request.headers.authorization}`
      json({ error: 'invalid_client', error_description }, 401)(response, request)
    })
    const { type, message } = await signIn(config())
    expect(type).toBe('invalid_credentials')
    expect(message).toContain('code=[secret]')
    expect(message).toContain('code_verifier=[secret]')
    expect(message).toMatch(/, \[secret\], Basic \[secret\]$/)
  })

  test('with an error gives one short line without control and direction characters', async () => {
    const error_description = `a\r\nb\0c\u202Ed\u2066e${'x'.repeat(5000)}`
    provider.answers.set('/oauth2/token', json({ error: 'invalid_grant', error_description }, 400))
    const { message } = await signIn(genericConfig())
    expect(message).toMatch(/^invalid_grant \| a {2}b c d ex{100}/)
    expect(message.length).toBe(500)
  })

  test.each(['-1', '0', 'NaN', '1e999', '{}', 'soon'])('with an expiry of %s has none', async (expires_in) => {
    provider.answers.set('/oauth2/token', json({ access_token: 'access-1', expires_in }))
    expect((await signIn(genericConfig())).auth?.credentials).toEqual({ token: 'access-1', expires: false })
  })
})

describe('user info', () => {
  test.each([
    ['blank text', { sub: ' \t ' }, 'blank_uid'],
    ['invisible', { sub: '\u200B\u2060' }, 'blank_uid'],
    ['NUL', { sub: 'a\0b' }, 'blank_uid'],
    ['control characters', { sub: 'a\r\nb' }, 'blank_uid'],
    ['half of a surrogate pair', { sub: 'a\uD800' }, 'blank_uid'],
    ['513 letters', { sub: 'x'.repeat(513) }, 'blank_uid'],
    ['a list', { sub: ['x'] }, 'blank_uid'],
    ['a hash', { sub: { id: 1 } }, 'blank_uid'],
    ['true', { sub: true }, 'blank_uid'],
    ['a fraction', { sub: 1.5 }, 'blank_uid'],
    ['a member of __proto__', JSON.parse('{"__proto__":{"sub":"x"}}'), 'blank_uid'],
    ['a member of the constructor', { id: null, constructor: { sub: 'x' } }, 'blank_uid'],
  ])('with a uid that is %s is refused', async (_, document, type) => {
    provider.answers.set('/oauth2/userInfo', json(document))
    const ending = await signIn(genericConfig())
    expect([ending.type, ending.auth]).toEqual([type, undefined])
  })

  test.each([
    ['a number', '{"sub":42}', '42'],
    ['a number that is too large for a number of JavaScript', '{"sub":12345678901234567891}', '12345678901234567891'],
    ['a negative number', '{"sub":-1}', '-1'],
    ['512 letters', `{"sub":"${'x'.repeat(512)}"}`, 'x'.repeat(512)],
    ['repeated, and then is the last one', '{"sub":"one","sub":"two"}', 'two'],
  ])('can have a uid that is %s', async (_, body, uid) => {
    provider.answers.set('/oauth2/userInfo', raw(body, asJson))
    expect((await signIn(genericConfig())).auth?.uid).toBe(uid)
  })

  test('is not changed in info, and does not change a prototype', async () => {
    const name = '\u202Egnp.exe<img src=x onerror=alert(1)>'
    const body = `{"sub":"x","name":${JSON.stringify(name)},"__proto__":{"admin":true},"email":["a","b"]}`
    provider.answers.set('/oauth2/userInfo', raw(body, asJson))
    const { auth } = await signIn(genericConfig())
    expect(auth?.info).toEqual({ name, email: ['a', 'b'] })
    expect(auth?.info).not.toHaveProperty('admin')
    expect(Object.prototype).not.toHaveProperty('admin')
  })
})

describe('a callback', () => {
  test.each<[string, [string, string][], string]>([
    [
      'two codes',
      [
        ['code', code],
        ['code', 'b'],
      ],
      'invalid_credentials',
    ],
    [
      'two states',
      [
        ['state', 'x'],
        ['code', code],
      ],
      'csrf_detected',
    ],
    [
      'two errors',
      [
        ['error', 'access_denied'],
        ['error', 'b'],
      ],
      'invalid_credentials',
    ],
    ['an empty code', [['code', '']], 'invalid_credentials'],
    ['no parameters', [], 'invalid_credentials'],
    [
      'code and error',
      [
        ['code', code],
        ['error', 'access_denied'],
      ],
      'access_denied',
    ],
    ['an error with markup', [['error', '<script>alert(1)</script>']], 'invalid_credentials'],
    ['an error with a line break', [['error', 'a\r\nset-cookie: x']], 'invalid_credentials'],
    ['an error of 10000 letters', [['error', 'x'.repeat(10_000)]], 'invalid_credentials'],
    [
      'a reason with markup',
      [
        ['error', 'x'],
        ['error_reason', '"><svg onload=alert(1)>'],
      ],
      'invalid_credentials',
    ],
  ])('with %s is refused', async (_, params, type) => {
    expect((await signIn(genericConfig(), params)).type).toBe(type)
    expect(provider.seen).toEqual([])
  })

  test('with an error_description does not put it into a URL or a page', async () => {
    const app = application({ providers: [genericConfig()] })
    const state = (await app.begin('/users/auth/x')).searchParams.get('state') ?? ''
    const error_description = '<img src=x onerror=alert(1)>'
    const response = await app.comeBack({ state, error: 'access_denied', error_description }, '/users/auth/x/callback')
    expect(response?.headers.get('location')).toBe('/users/auth/failure?message=access_denied&strategy=x')
    expect(await response?.text()).toBe('')
  })
})

describe('an origin does not lead to another site [A18]', () => {
  const evil = [
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    '\\\\evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '\t//evil.example',
    '/\n/evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/./\\evil.example',
    '/a/..//evil.example',
    'http://app.test:3000@evil.example/',
    'http://user@app.test:3000/',
    'http://user:pass@app.test:3000/',
    'http://app.test:3000//evil.example',
    'http://app.test:3000\\\\evil.example',
    'http://app.test:3000.evil.example/',
    'http://app.test:3001/',
    'https://app.test:3000/',
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'blob:http://app.test:3000/x',
    'file:///etc/passwd',
    'vbscript:x',
    'http://[::1',
    '',
  ]
  test.each(
    evil.flatMap(
      (origin) =>
        [
          [origin, 'query'],
          [origin, 'form'],
          [origin, 'referer'],
        ] as const,
    ),
  )('%j by %s', async (origin, by) => {
    const place = await originAfter(origin, by)
    expect(place).toBeUndefined()
  })

  test.each([
    ['/%2f%2fevil.example', '/%2f%2fevil.example'],
    ['/%5cevil.example', '/%5cevil.example'],
    ['/a?next=//evil.example', '/a?next=//evil.example'],
    ['http:evil.example', '/evil.example'],
    ['/a\r\nset-cookie: x=1', '/aset-cookie:%20x=1'],
    ['http://app.test:3000/a#b', '/a#b'],
    ['evil.example', '/evil.example'],
  ])('%j becomes a path of the application', async (origin, place) => {
    expect(await originAfter(origin, 'query')).toBe(place)
  })

  async function originAfter(origin: string, by: 'query' | 'form' | 'referer') {
    const app = application({ providers: [genericConfig()] })
    const query = by === 'query' ? `?${new URLSearchParams({ origin })}` : ''
    const location = await app.begin(`/users/auth/x${query}`, {
      ...(by === 'form' && { body: new URLSearchParams({ origin }) }),
      ...(by === 'referer' && { headers: refererOf(origin) }),
    })
    await app.comeBack({ code, state: location.searchParams.get('state') ?? '' }, '/users/auth/x/callback')
    return app.successes[0]?.origin
  }

  /** A header can not have line breaks. */
  function refererOf(origin: string): Record<string, string> {
    return /[\r\n]/.test(origin) ? {} : { referer: origin }
  }
})
