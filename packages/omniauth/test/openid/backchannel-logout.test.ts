import type { ProviderSignOut } from '@poolhouse/omniauth'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { application } from '../application.ts'
import { type SigningKey, signingKey, type TestProvider, testProvider } from './provider.ts'
import { openidBlock } from './sign-in.ts'

const now = 1_800_000_000
const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }

let key: SigningKey
let other: SigningKey
beforeAll(async () => {
  key = await signingKey('k1')
  other = await signingKey('k2')
})

let provider: TestProvider
let ended: ProviderSignOut[]
beforeEach(async () => {
  provider = await testProvider('https://op.test', { key, now: () => now * 1000 })
  ended = []
})

async function send(
  changes: Record<string, unknown> = {},
  options: { key?: SigningKey; header?: Record<string, unknown> } = {},
) {
  const token = await provider.sign(
    {
      iss: provider.issuer,
      aud: 'client-1',
      iat: now,
      exp: now + 120,
      jti: 'j1',
      sub: 'sub-1',
      sid: 's1',
      events,
      ...changes,
    },
    { header: { typ: 'logout+jwt' }, ...options },
  )
  return post(new URLSearchParams({ logout_token: token }))
}

function post(body: URLSearchParams, method = 'POST') {
  const app = application({
    providers: [openidBlock(provider.issuer)],
    fetch: provider.fetch,
    fullHost: 'https://app.test',
    clock: () => now * 1000,
    async onProviderSignOut(signedOut) {
      ended.push(signedOut)
    },
  })
  return app.request('/users/auth/openid_connect/backchannel_logout', {
    method,
    ...(method === 'POST' && { body }),
  })
}

describe('a valid logout token', () => {
  test.each([
    ['sub and sid', {}, { uid: 'sub-1', subject: 'sub-1', sid: 's1' }],
    ['only a sub, for all sessions of the person', { sid: undefined }, { uid: 'sub-1', subject: 'sub-1' }],
    ['only a sid, for one session', { sub: undefined }, { sid: 's1' }],
    ['a list of audiences', { aud: ['client-0', 'client-1'] }, { uid: 'sub-1', subject: 'sub-1', sid: 's1' }],
    ['no exp, as older providers send it', { exp: undefined }, { uid: 'sub-1', subject: 'sub-1', sid: 's1' }],
  ])('can have %s', async (_, changes, expected) => {
    const response = await send(changes)
    expect(response?.status).toBe(200)
    expect(response?.headers.get('cache-control')).toBe('no-store')
    expect(ended).toEqual([{ provider: 'openid_connect', ...expected }])
  })

  test('needs no session, no cookie and no form token', async () => {
    const response = await send({}, { header: {} })
    expect(response?.status).toBe(200)
    expect(response?.headers.getSetCookie()).toEqual([])
  })
})

describe('a logout token is refused with 400, and signs nobody out, if it has', () => {
  test.each([
    ['another issuer', { iss: 'https://evil.example' }],
    ['another client', { aud: 'client-2' }],
    ['no iat', { iat: undefined }],
    ['an iat in the future', { iat: now + 3600 }],
    ['an old iat', { iat: now - 3600, exp: now + 3600 }],
    ['an exp in the past', { exp: now - 61 }],
    ['no jti', { jti: undefined }],
    ['a nonce, as an ID token has', { nonce: 'n' }],
    ['no event', { events: undefined }],
    ['another event', { events: { 'http://schemas.openid.net/event/other': {} } }],
    ['an event that is not an object', { events: { 'http://schemas.openid.net/event/backchannel-logout': true } }],
    ['neither sub nor sid', { sub: undefined, sid: undefined }],
    ['a sub that is not a text', { sub: 7 }],
  ])('%s', async (_, changes) => {
    expect((await send(changes))?.status).toBe(400)
    expect(ended).toEqual([])
  })

  test('the signature of another key', async () => {
    expect((await send({}, { key: { ...other, kid: 'k1' } }))?.status).toBe(400)
    expect((await send({}, { header: { typ: 'at+jwt' } }))?.status).toBe(400)
    expect(ended).toEqual([])
  })

  test('no signature; and so are no token, two tokens, and a GET', async () => {
    const [header, claims] = ['{"alg":"none"}', JSON.stringify({ iss: provider.issuer, sub: 'sub-1' })].map((text) =>
      Buffer.from(text).toString('base64url'),
    )
    for (const body of [`logout_token=${header}.${claims}.`, '', 'logout_token=a&logout_token=b'])
      expect((await post(new URLSearchParams(body)))?.status).toBe(400)
    expect((await post(new URLSearchParams(), 'GET'))?.status).toBe(400)
    expect(ended).toEqual([])
  })
})
