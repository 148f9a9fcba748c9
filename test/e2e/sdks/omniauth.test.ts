import { type AuthHash, keptTokens, memoryTokens, type Omniauth, omniauth } from '@poolhouse/omniauth'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addUser } from '../support/add-user.ts'
import { createPool, type Poolhouse, startPoolhouse } from '../support/poolhouse.ts'
import { signInAt } from '../support/sign-in-at.ts'

const app = 'http://localhost:1'
const user = { email: 'ada@example.com', password: 'Correct-horse-9' }
const secret = 'a secret of the test that is long enough'
const log = { info() {}, warn() {}, error() {} }

let poolhouse: Poolhouse
let sub: string
let pool: { userPoolId: string; clientId: string; clientSecret: string | undefined }
beforeAll(async () => {
  poolhouse = await startPoolhouse()
  pool = await createPool(poolhouse.client, {
    GenerateSecret: true,
    CallbackURLs: ['cognito', 'openid_connect'].map((name) => `${app}/auth/${name}/callback`),
    LogoutURLs: [`${app}/goodbye`],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email', 'profile'],
    SupportedIdentityProviders: ['COGNITO'],
  })
  sub = await addUser(poolhouse.client, { userPoolId: pool.userPoolId, ...user })
})
afterAll(() => poolhouse?.close())

let auth: Omniauth
let asked: string[]
let signedIn: AuthHash | undefined
beforeEach(() => {
  const issuer = `${poolhouse.baseUrl}/${pool.userPoolId}`
  const { clientId: app_id, clientSecret: app_secret = '' } = pool
  asked = []
  signedIn = undefined
  auth = omniauth({
    providers: [
      // On AWS only this key differs: user_pool_id instead of issuer.
      { name: 'cognito', app_id, app_secret, args: { issuer } },
      { name: 'openid_connect', app_id, app_secret, args: { issuer, discovery: true, scope: ['openid', 'email'] } },
    ],
    fullHost: app,
    secret,
    validateRequest: () => true,
    onSuccess(success) {
      signedIn = success.auth
      return new Response('welcome')
    },
    fetch: (input, init) => {
      asked.push(new URL(String(input)).pathname)
      return fetch(input, init)
    },
    log,
  })
})

/** From the button through managed login to the auth hash. */
async function signIn(provider: string): Promise<AuthHash> {
  const begun = await auth.handler(new Request(`${app}/auth/${provider}`, { method: 'POST' }))
  const cookie = begun?.headers.getSetCookie().map((line) => line.split(';', 1).join('')) ?? []
  const there = new URL(begun?.headers.get('location') ?? '')
  const back = await signInAt(there, { username: user.email, password: user.password })
  const answer = await auth.handler(new Request(back, { headers: { cookie: cookie.join('; ') } }))
  if (signedIn === undefined) throw new Error(`Nobody was signed in: ${answer?.headers.get('location')}`)
  return signedIn
}

describe.each(['cognito', 'openid_connect'])('%s with a real Poolhouse', (provider) => {
  test('signs in and checks the ID token', async () => {
    const { uid, info, credentials, extra } = await signIn(provider)
    expect({ uid, email: info.email }).toEqual({ uid: sub, email: user.email })
    expect(credentials).toMatchObject({
      expires: true,
      refresh_token: expect.any(String),
      id_token: expect.any(String),
    })
    expect(extra['id_info']).toMatchObject({ sub, token_use: 'id', aud: pool.clientId })
    expect(asked.filter((path) => path.endsWith('/jwks.json'))).toHaveLength(1)
  })

  test('50 requests refresh once; signing out ends the refresh token', async () => {
    const hash = await signIn(provider)
    let now = Date.now()
    const store = memoryTokens()
    const tokens = keptTokens({ providers: auth, store, secret, clock: () => now, log })
    await tokens.keep('session-1', hash)
    // For the application the hour is over. Poolhouse accepts an early refresh.
    now += 2 * 60 * 60 * 1000
    asked.length = 0
    const found = await Promise.all(Array.from({ length: 50 }, () => tokens.find('session-1')))
    expect(asked.filter((path) => path === '/oauth2/token')).toHaveLength(1)
    const [first] = found
    expect(new Set(found.map((one) => one?.accessToken)).size).toBe(1)
    expect(first?.accessToken).not.toBe(hash.credentials.token)

    const refreshToken = hash.credentials.refresh_token ?? ''
    expect((await tokens.forget('session-1'))?.refreshToken).toBe(refreshToken)
    await expect(auth.refreshTokens(provider, { refreshToken })).rejects.toMatchObject({ type: 'invalid_grant' })
  })
})

test("signing out at the pool by Cognito's /logout leads back to the application", async () => {
  const url = await auth.signOutUrl('cognito', { returnTo: '/goodbye' })
  expect(url).toContain(`/logout?client_id=${pool.clientId}&logout_uri=`)
  const answer = await fetch(url ?? '', { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, `${app}/goodbye`])
})
