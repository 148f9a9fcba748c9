import { expect, test } from 'vitest'
import type { AppClient } from '#records/app-clients/app-client'
import type { User } from '#records/users/user'
import { accessTokenClaims, apiScope, idTokenClaims, scopedAttributes, type TokenSubject } from './claims.ts'

const user: User = {
  sub: 'sub-1',
  userPoolId: 'us-east-1_a',
  username: 'ann',
  status: 'CONFIRMED',
  enabled: true,
  attributes: {
    email: 'ann@example.com',
    email_verified: 'true',
    phone_number: '+491701234567',
    phone_number_verified: 'false',
    name: 'Ann',
    address: 'Main Street 1',
    updated_at: '1700000000',
    'custom:age': '42',
    'custom:staff': 'true',
  },
  password: undefined,
  createdAt: 0,
  updatedAt: 0,
}

const client = (settings: AppClient['settings'] = {}): AppClient => ({
  id: 'client-1',
  userPoolId: 'us-east-1_a',
  name: 'c',
  sealedSecret: undefined,
  settings,
  extensions: {},
  createdAt: 0,
  updatedAt: 0,
})

const subject = (changes: Partial<TokenSubject> = {}): TokenSubject => ({
  issuer: 'https://idp.example.com/us-east-1_a',
  client: client(),
  user,
  family: { originJti: 'family-1', authTime: 1_700_000_000_999 },
  scope: apiScope,
  origin: 'api',
  now: 1_700_000_100_500,
  jti: 'jti-1',
  ...changes,
})

const times = { auth_time: 1_700_000_000, iat: 1_700_000_100, exp: 1_700_003_700 }
const ids = { jti: 'jti-1', origin_jti: 'family-1', event_id: 'family-1' }

test('an access token of the API has exactly the claims of AWS', () => {
  expect(accessTokenClaims(subject())).toEqual({
    ...times,
    ...ids,
    sub: 'sub-1',
    iss: 'https://idp.example.com/us-east-1_a',
    client_id: 'client-1',
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    username: 'ann',
  })
})

test('an access token of OAuth has version 2', () => {
  expect(accessTokenClaims(subject({ origin: 'oauth', scope: 'openid email' }))).toMatchObject({
    version: 2,
    scope: 'openid email',
  })
})

test('an ID token of the API has all attributes that the client may read, in the types of OpenID Connect', () => {
  const all = client({ ReadAttributes: [...Object.keys(user.attributes)] })
  expect(idTokenClaims(subject({ client: all }), { accessToken: 'x' })).toEqual({
    ...times,
    ...ids,
    sub: 'sub-1',
    iss: 'https://idp.example.com/us-east-1_a',
    aud: 'client-1',
    token_use: 'id',
    'cognito:username': 'ann',
    email: 'ann@example.com',
    email_verified: true,
    phone_number: '+491701234567',
    phone_number_verified: false,
    name: 'Ann',
    address: { formatted: 'Main Street 1' },
    updated_at: 1_700_000_000,
    'custom:age': '42',
    'custom:staff': 'true',
  })
})

test('a client without ReadAttributes reads the standard attributes, a client with ReadAttributes only those', () => {
  const byDefault = idTokenClaims(subject(), { accessToken: 'x' })
  expect(byDefault).toHaveProperty('email')
  expect(Object.keys(byDefault).filter((name) => name.startsWith('custom:'))).toEqual([])
  const listed = idTokenClaims(subject({ client: client({ ReadAttributes: ['name'] }) }), { accessToken: 'x' })
  expect(listed).toMatchObject({ name: 'Ann', sub: 'sub-1' })
  expect(listed).not.toHaveProperty('email')
})

test('an ID token of OAuth is trimmed by scope, bound to its access token, and repeats the nonce', () => {
  // The access token and at_hash of OpenID Connect Core, appendix A.4.
  const accessToken = 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y'
  const claims = idTokenClaims(subject({ origin: 'oauth', scope: 'openid email' }), { accessToken, nonce: 'n-1' })
  expect(claims).toMatchObject({ nonce: 'n-1', at_hash: '77QmUPtjPfzWtF2AnpK9RQ', email: 'ann@example.com' })
  expect(claims).not.toHaveProperty('name')
  expect(claims).not.toHaveProperty('phone_number')
})

test.each([
  ['openid', 8],
  ['openid email', 3],
  ['openid phone', 3],
  ['openid email phone', 5],
  ['openid profile', 4],
])('the scope %s gives %i attributes', (scope, count) => {
  expect(Object.keys(scopedAttributes({ client: client(), user, scopes: scope.split(' ') }))).toHaveLength(count)
})

test('an attribute can not replace a claim of the same name', () => {
  const impostor = {
    ...user,
    attributes: { iss: 'evil', aud: 'evil', token_use: 'access', 'cognito:username': 'root' },
  }
  const claims = idTokenClaims(
    subject({ user: impostor, client: client({ ReadAttributes: Object.keys(impostor.attributes) }) }),
    {
      accessToken: 'x',
    },
  )
  expect(Object.values(claims)).not.toContain('evil')
  expect(claims).toMatchObject({ token_use: 'id', 'cognito:username': 'ann' })
})

test('the lifetimes are those of the client, in its units', () => {
  const short = client({
    AccessTokenValidity: 5,
    IdTokenValidity: 1,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'days' },
  })
  const iat = 1_700_000_100
  expect(accessTokenClaims(subject({ client: short }))['exp']).toBe(iat + 300)
  expect(idTokenClaims(subject({ client: short }), { accessToken: 'x' })['exp']).toBe(iat + 86_400)
})

test('a client without revocation gets no jti, as in AWS', () => {
  const claims = accessTokenClaims(subject({ client: client({ EnableTokenRevocation: false }) }))
  expect(claims).not.toHaveProperty('jti')
  expect(claims).not.toHaveProperty('origin_jti')
  expect(claims).toHaveProperty('event_id', 'family-1')
})
