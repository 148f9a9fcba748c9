import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { authenticateAccessToken } from '#flows/tokens/authenticate-access-token'
import { apiScope } from '#flows/tokens/claims'
import { signJwt } from '#foundation/crypto/jwt'
import type { User } from '#records/users/user'
import { deleteUser, replaceUser } from '#records/users/users'
import { addUser, password } from '../../add-user.ts'
import { claimsOf } from '../../claims-of.ts'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

async function signedIn(): Promise<{ user: User; AccessToken: string; IdToken: string; RefreshToken: string }> {
  const user = await addUser(pool)
  const { AuthenticationResult } = await pool.api.call('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: user.username, PASSWORD: password },
  })
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {}
  return { user, AccessToken, IdToken, RefreshToken }
}

const use = (token: string, requiredScope = apiScope) =>
  authenticateAccessToken(pool.services, { token, requiredScope })

const invalid = { name: 'NotAuthorizedException', message: 'Invalid Access Token' }
const coded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const headerOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())

/** Returns a token with these claims and a valid signature of the pool. */
async function signedBy(use: 'id' | 'access', claims: Record<string, unknown>): Promise<string> {
  return await signJwt(await pool.services.keyRing.signingKey(pool.userPoolId, use), claims)
}

test('a valid token gives user, client and pool, and its header contains only key id and algorithm', async () => {
  const { user, AccessToken } = await signedIn()
  expect(Object.keys(headerOf(AccessToken)).sort()).toEqual(['alg', 'kid'])
  const holder = await use(AccessToken)
  expect(holder).toMatchObject({
    user: { sub: user.sub },
    client: { id: pool.clientId },
    pool: { id: pool.userPoolId },
  })
  expect(holder.claims.scope).toBe(apiScope)
})

test('ID and access tokens are signed with two keys, whose public parts are published', async () => {
  const { AccessToken, IdToken } = await signedIn()
  const { keys } = await pool.services.keyRing.publicJwks(pool.userPoolId)
  const kids = [headerOf(AccessToken).kid, headerOf(IdToken).kid]
  expect(new Set(kids).size).toBe(2)
  expect(keys.map(({ kid }) => kid).sort()).toEqual(kids.sort())
  for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
})

describe('tokens of another use [A56]', () => {
  test('ID tokens and refresh tokens are refused as access tokens', async () => {
    const { IdToken, RefreshToken } = await signedIn()
    await expect(use(IdToken)).rejects.toMatchObject(invalid)
    await expect(use(RefreshToken)).rejects.toMatchObject(invalid)
  })

  test('the claims of an access token with the ID token’s key are refused, and the reverse', async () => {
    const { AccessToken, IdToken } = await signedIn()
    await expect(use(await signedBy('id', claimsOf(AccessToken)))).rejects.toMatchObject(invalid)
    const dressed = { ...claimsOf(IdToken), client_id: pool.clientId, scope: apiScope }
    await expect(use(await signedBy('access', dressed))).rejects.toMatchObject(invalid)
  })
})

describe('a forged token is refused:', () => {
  test.each(['none', 'None', 'nOnE'])('algorithm %s [A50]', async (alg) => {
    const { AccessToken } = await signedIn()
    const [header, payload, signature] = AccessToken.split('.')
    const unsigned = coded({ ...headerOf(AccessToken), alg })
    expect(header).toBeDefined()
    for (const end of ['', signature]) await expect(use(`${unsigned}.${payload}.${end}`)).rejects.toMatchObject(invalid)
  })

  test('HMAC with the public key as secret [A50]', async () => {
    const { AccessToken } = await signedIn()
    const { keys } = await pool.services.keyRing.publicJwks(pool.userPoolId)
    const begun = `${coded({ ...headerOf(AccessToken), alg: 'HS256' })}.${AccessToken.split('.')[1]}`
    const signature = createHmac('sha256', JSON.stringify(keys[0])).update(begun).digest('base64url')
    await expect(use(`${begun}.${signature}`)).rejects.toMatchObject(invalid)
  })

  test('a key in the token’s header [A53]', async () => {
    const { AccessToken } = await signedIn()
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    for (const member of [{ jwk: publicKey.export({ format: 'jwk' }) }, { jku: 'https://evil.example' }, {}]) {
      const begun = `${coded({ ...headerOf(AccessToken), ...member })}.${AccessToken.split('.')[1]}`
      const signature = sign('sha256', Buffer.from(begun), privateKey).toString('base64url')
      await expect(use(`${begun}.${signature}`)).rejects.toMatchObject(invalid)
    }
  })

  test.each(['../../etc/passwd', "' OR 1=1--", '__proto__', 7, 'x'.repeat(20_000)])('key id %s [A52]', async (kid) => {
    const { AccessToken } = await signedIn()
    const [, payload, signature] = AccessToken.split('.')
    await expect(use(`${coded({ kid, alg: 'RS256' })}.${payload}.${signature}`)).rejects.toMatchObject(invalid)
  })

  test('changed claims, changed signatures and malformed tokens [A58]', async () => {
    const { AccessToken } = await signedIn()
    const [header, payload, signature = ''] = AccessToken.split('.')
    const changed = coded({ ...claimsOf(AccessToken), scope: `${apiScope} more` })
    const flipped = `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`
    const shapes = [
      `${header}.${changed}.${signature}`,
      `${header}.${payload}.${flipped}`,
      `${header}.${payload}`,
      `${AccessToken}.x.y`,
      `${AccessToken} `,
      `${header}.${payload}=.${signature}`,
      `${header}.${coded(null)}.${signature}`,
      `${header}.${coded({ client_id: 7 })}.${signature}`,
      '',
      '...',
      'x'.repeat(100_000),
    ]
    for (const token of shapes) await expect(use(token)).rejects.toMatchObject(invalid)
  })

  test('the signature of another pool', async () => {
    const { AccessToken } = await signedIn()
    const { UserPool } = await pool.admin.call('CreateUserPool', { PoolName: 'other' })
    const key = await pool.services.keyRing.signingKey(UserPool?.Id ?? '', 'access')
    await expect(use(await signJwt(key, claimsOf(AccessToken)))).rejects.toMatchObject(invalid)
  })

  test('another issuer, an unknown client, or a malformed sub [A57]', async () => {
    const { AccessToken } = await signedIn()
    const genuine = claimsOf(AccessToken)
    for (const change of [{ iss: 'https://evil.example' }, { client_id: 'x'.repeat(26) }, { sub: 7 }]) {
      await expect(use(await signedBy('access', { ...genuine, ...change }))).rejects.toMatchObject(invalid)
    }
  })
})

test('a token expires after its lifetime, and a token with malformed times is refused [A54]', async () => {
  const { AccessToken } = await signedIn()
  const genuine = claimsOf(AccessToken)
  for (const change of [
    { exp: '9999999999' },
    { exp: 1e308 },
    { exp: undefined },
    { iat: Number(genuine['iat']) + 120 },
  ]) {
    await expect(use(await signedBy('access', { ...genuine, ...change }))).rejects.toMatchObject(invalid)
  }
  pool.clock.advance(3_600_000)
  await expect(use(AccessToken)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token has expired',
  })
})

test('a token without the required scope is refused [A57]', async () => {
  const { AccessToken } = await signedIn()
  await expect(use(AccessToken, 'openid')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token does not have required scopes',
  })
  const oauth = await signedBy('access', { ...claimsOf(AccessToken), scope: 'openid email' })
  await expect(pool.api.call('GlobalSignOut', { AccessToken: oauth })).rejects.toMatchObject({
    message: 'Access Token does not have required scopes',
  })
})

describe('a token with a valid signature is refused [A61]', () => {
  test('if its token family does not exist or belongs to another user', async () => {
    const { AccessToken } = await signedIn()
    const other = await signedIn()
    const genuine = claimsOf(AccessToken)
    for (const origin_jti of ['made-up', claimsOf(other.AccessToken)['origin_jti']]) {
      const token = await signedBy('access', { ...genuine, origin_jti })
      await expect(use(token)).rejects.toMatchObject({ message: 'Access Token has been revoked' })
    }
  })

  test('if its user is disabled, unconfirmed, deleted or must reset the password', async () => {
    const { user, AccessToken } = await signedIn()
    const { db } = pool.services
    await replaceUser(db, { ...user, enabled: false })
    await expect(use(AccessToken)).rejects.toMatchObject({ message: 'User is disabled.' })
    await replaceUser(db, { ...user, status: 'RESET_REQUIRED' })
    await expect(use(AccessToken)).rejects.toMatchObject({ name: 'PasswordResetRequiredException' })
    await replaceUser(db, { ...user, status: 'UNCONFIRMED' })
    await expect(use(AccessToken)).rejects.toMatchObject({ name: 'UserNotConfirmedException' })
    await deleteUser(db, user.sub)
    await expect(use(AccessToken)).rejects.toMatchObject({ name: 'UserNotFoundException' })
  })
})
