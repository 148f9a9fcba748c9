import { beforeAll, describe, expect, test } from 'vitest'
import type { User } from '#records/users/user'
import { addUser } from '../add-user.ts'
import { callbackUrl, startPool, type TestPool } from '../start-pool.ts'
import { authorize, signedIn, usualQuery, visit } from './application.ts'

let pool: TestPool
let user: User
let usual: Record<string, string>
beforeAll(async () => {
  pool = await startPool()
  user = await addUser(pool)
  usual = usualQuery(pool)
})

/** Sends the request from a browser that is signed in. A request that is not refused gives a code. */
const asked = async (query: Record<string, string> | [string, string][], of: TestPool = pool) =>
  await authorize(of, query, { cookies: await signedIn(pool, user) })

/** The server shows its own error page and does not redirect. */
function expectPage(seen: Awaited<ReturnType<typeof asked>>, error: string): void {
  expect(seen.status).toBe(400)
  expect(seen.to).toBeUndefined()
  expect(seen.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(seen.body).toContain(error)
}

function expectRedirect(seen: Awaited<ReturnType<typeof asked>>, error: string): void {
  expect(seen.status).toBe(302)
  expect(seen.to).toBe(callbackUrl)
  expect(seen.query.get('error')).toBe(error)
  expect(seen.query.has('code')).toBe(false)
}

test('a browser that is not signed in goes to /login with the same query', async () => {
  const query = { ...usual, state: 'a b&c=d', scope: 'openid email', login_hint: 'x@example.com', extra: 'ü' }
  const seen = await authorize(pool, query)
  expect([seen.status, seen.to]).toEqual([302, '/login'])
  expect(Object.fromEntries(seen.query)).toEqual(query)
})

test('a browser that is signed in returns to the app client with a code of 128 bits and the state', async () => {
  const seen = await asked({ ...usual, state: 'a b&c=d' })
  expect([seen.status, seen.to]).toEqual([302, callbackUrl])
  expect(seen.query.get('code')).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/)
  expect(seen.query.get('state')).toBe('a b&c=d')
})

test('a request needs no state and no nonce, and the server adds no state [F10]', async () => {
  expect([...(await asked(usual)).query.keys()]).toEqual(['code'])
})

test('a state of 384 characters comes back unchanged [F11]', async () => {
  const state = 's/+ %'.repeat(77).slice(0, 384)
  expect((await asked({ ...usual, state })).query.get('state')).toBe(state)
})

test('a state or nonce that is too long is refused and not cut [F11]', async () => {
  const long = await asked({ ...usual, state: 's'.repeat(4097) })
  expectRedirect(long, 'invalid_request')
  expect(long.query.has('state')).toBe(false)
  expectRedirect(await asked({ ...usual, nonce: 'n'.repeat(1025) }), 'invalid_request')
})

test('a nonce or client id that contains a NUL is refused before it reaches the database [F11, A70]', async () => {
  expectRedirect(await asked({ ...usual, nonce: 'a\u0000b' }), 'invalid_request')
  expectPage(await asked({ ...usual, client_id: 'a\u0000b' }), 'client_not_found')
  expect((await asked({ ...usual, state: 'a\u0000b' })).query.get('state')).toBe('a\u0000b')
})

describe('the client', () => {
  test('an unknown client gets an error page, even with a registered URI of another client [A24]', async () => {
    expectPage(await asked({ ...usual, client_id: 'unknown' }), 'client_not_found')
    const { client_id: _, ...without } = usual
    expectPage(await asked(without), 'client_not_found')
  })

  test('a client without OAuth gets an error page', async () => {
    const { clientId } = await pool.addClient({ AllowedOAuthFlowsUserPoolClient: false })
    expectPage(await asked({ ...usual, client_id: clientId }), 'unauthorized_client')
  })

  test('a client without an identity provider is refused', async () => {
    const { clientId } = await pool.addClient({ SupportedIdentityProviders: [] })
    expectRedirect(await asked({ ...usual, client_id: clientId }), 'unauthorized_client')
  })

  test('an identity provider other than the pool is refused', async () => {
    expect((await asked({ ...usual, identity_provider: 'COGNITO' })).query.has('code')).toBe(true)
    expectRedirect(await asked({ ...usual, identity_provider: 'Google' }), 'invalid_request')
    expectRedirect(await asked({ ...usual, idp_identifier: 'example.com' }), 'invalid_request')
  })
})

describe('the redirect URI', () => {
  test.each([
    ['a slash at the end', `${callbackUrl}/`],
    ['another case of the path', 'https://app.example.com/Callback'],
    ['another case of the host', 'https://APP.example.com/callback'],
    ['a query', `${callbackUrl}?a=b`],
    ['an additional segment', `${callbackUrl}/more`],
    ['a parent directory step', 'https://app.example.com/x/../callback'],
    ['a port', 'https://app.example.com:443/callback'],
    ['http', 'http://app.example.com/callback'],
    ['an encoded letter', 'https://app.example.com/%63allback'],
    ['a space at the end', `${callbackUrl} `],
  ])('with %s does not match the registered one [A01, F08]', async (_, redirect_uri) => {
    expectPage(await asked({ ...usual, redirect_uri }), 'redirect_mismatch')
  })

  test.each([
    'https://app.example.com@evil.example/callback',
    'https://app.example.com.evil.example/callback',
    'https://app.example.com\\@evil.example/callback',
    '//evil.example/callback',
    '/callback',
    'javascript:alert(1)',
  ])('%s does not match the registered one [A02]', async (redirect_uri) => {
    expectPage(await asked({ ...usual, redirect_uri }), 'redirect_mismatch')
  })

  test('with a fragment does not match the registered one [A04]', async () => {
    expectPage(await asked({ ...usual, redirect_uri: `${callbackUrl}#x` }), 'redirect_mismatch')
  })

  test('with another loopback port does not match the registered one [A06]', async () => {
    const { clientId } = await pool.addClient({ CallbackURLs: ['http://127.0.0.1/cb'] })
    const query = { ...usual, client_id: clientId, redirect_uri: 'http://127.0.0.1:51004/cb' }
    expectPage(await asked(query), 'redirect_mismatch')
  })

  test('may be absent if the client has one callback URL or a default [F08]', async () => {
    const { redirect_uri: _, ...without } = usual
    expect((await asked(without)).to).toBe(callbackUrl)

    const CallbackURLs = [callbackUrl, 'https://other.example.com/callback']
    const two = await pool.addClient({ CallbackURLs })
    expectPage(await asked({ ...without, client_id: two.clientId }), 'redirect_mismatch')

    const preset = await pool.addClient({ CallbackURLs, DefaultRedirectURI: CallbackURLs[1] })
    expect((await asked({ ...without, client_id: preset.clientId })).to).toBe(CallbackURLs[1])
  })

  test('keeps its own query, and may have a custom scheme', async () => {
    const uris = ['https://app.example.com/callback?tenant=1&x=%2F', 'com.example.app:/callback']
    const { clientId } = await pool.addClient({ CallbackURLs: uris })
    for (const redirect_uri of uris) {
      const response = await pool.server.inject({
        url: `/oauth2/authorize?${new URLSearchParams({ ...usual, client_id: clientId, redirect_uri })}`,
        cookies: await signedIn(pool, user),
      })
      expect(response.headers.location?.replace(/.code=.*/, '')).toBe(redirect_uri)
    }
  })
})

describe('the app client gets an error', () => {
  test('if response_type is missing [B02]', async () => {
    const { response_type: _, ...without } = usual
    expectRedirect(await asked({ ...without, state: 's' }), 'invalid_request')
    expect((await asked({ ...without, state: 's' })).query.get('state')).toBe('s')
  })

  test.each([
    ['token', 'unauthorized_client'],
    ['id_token', 'unsupported_response_type'],
    ['code id_token', 'unsupported_response_type'],
    ['CODE', 'unsupported_response_type'],
  ])('if response_type is %s: %s [F09]', async (response_type, error) => {
    expectRedirect(await asked({ ...usual, response_type }), error)
  })

  test('if response_mode is not query', async () => {
    expectRedirect(await asked({ ...usual, response_mode: 'form_post' }), 'invalid_request')
    expect((await asked({ ...usual, response_mode: 'query' })).query.has('code')).toBe(true)
  })

  test('if it asks for a token for one resource', async () => {
    expectRedirect(await asked({ ...usual, resource: 'https://api.example.com' }), 'invalid_target')
  })

  test.each(['state', 'scope', 'response_type', 'nonce', 'anything'])(
    'if the request contains %s twice',
    async (name) => {
      const twice: [string, string][] = [...Object.entries({ ...usual, [name]: 'openid' }), [name, 'openid']]
      expectRedirect(await asked(twice), 'invalid_request')
    },
  )

  test.each([
    ['client_id', 'client_not_found'],
    ['redirect_uri', 'redirect_mismatch'],
  ])('but not if the request contains %s twice: the server shows an error page [A24]', async (name, error) => {
    expectPage(await asked([...Object.entries(usual), [name, usual[name] ?? '']]), error)
  })

  test('but not for unknown parameters: the server ignores them [B22]', async () => {
    expect((await asked({ ...usual, extra: 'foobar', display: 'page', ui_locales: 'se' })).query.has('code')).toBe(true)
  })
})

describe('the scope', () => {
  test.each([
    ['a scope that the client does not have', 'openid phone'],
    ['the scope of the API', 'openid aws.cognito.signin.user.admin'],
    ['a scope that no client has', 'openid address'],
    ['email without openid', 'email'],
    ['a scope in another letter case', 'OpenID'],
    ['a property name of JavaScript', 'openid __proto__'],
  ])('%s is refused [A29]', async (_, scope) => {
    expectRedirect(await asked({ ...usual, scope }), 'invalid_scope')
  })

  test('scopes may come in any order and may repeat [B14]', async () => {
    expect((await asked({ ...usual, scope: 'email  openid email' })).query.has('code')).toBe(true)
  })
})

describe('the response', () => {
  test('redirects with 303 after a POST, never with 307 [A45]', async () => {
    const cookies = await signedIn(pool, user)
    const code = await visit(pool, '/oauth2/authorize', { post: usual, cookies })
    expect([code.status, code.to, code.query.has('code')]).toEqual([303, callbackUrl, true])
    const toLogin = await visit(pool, '/oauth2/authorize', { post: { ...usual, state: 's' } })
    expect([toLogin.status, toLogin.to, toLogin.query.get('state')]).toEqual([303, '/login', 's'])
    const refused = await visit(pool, '/oauth2/authorize', { post: { ...usual, scope: 'x' }, cookies })
    expect([refused.status, refused.query.get('error')]).toEqual([303, 'invalid_scope'])
  })

  test('has headers that forbid frames and do not reveal the referrer [A28, A46]', async () => {
    const { headers } = await asked({ ...usual, redirect_uri: 'x' })
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['x-frame-options']).toBe('DENY')
    expect(headers['referrer-policy']).toBe('same-origin')
    expect(headers['cache-control']).toBe('no-store')
    expect((await asked(usual)).headers['referrer-policy']).toBe('no-referrer')
  })

  test('page contains no text of the request [A110]', async () => {
    const marker = '"><script>alert(1)</script>'
    const { body } = await asked({ ...usual, redirect_uri: marker, state: marker, error: marker })
    expect(body).not.toContain('alert(1)')
  })

  test('contains no address of the Host header [A88]', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }
    const seen = await authorize(pool, usual, { headers })
    expect(seen.to).toBe('/login')
    expect((await authorize(pool, { ...usual, redirect_uri: 'x' }, { headers })).body).not.toContain('evil.example')
  })

  test('refuses other methods, and HEAD gives no code [A89]', async () => {
    const url = `/oauth2/authorize?${new URLSearchParams(usual)}`
    const cookies = await signedIn(pool, user)
    for (const method of ['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const) {
      const response = await pool.server.inject({ method, url, cookies })
      expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, POST'])
      expect(response.headers.location).toBeUndefined()
    }
  })
})
