import { beforeAll, describe, expect, test } from 'vitest'
import { secretHash } from '#foundation/crypto/secret-hash'
import type { User } from '#records/users/user'
import { deleteUser, replaceUser } from '#records/users/users'
import { addUser, password } from '../../add-user.ts'
import { claimsOf } from '../../claims-of.ts'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

async function signedIn({
  ClientId = pool.clientId,
  SECRET_HASH,
}: {
  ClientId?: string
  SECRET_HASH?: (name: string) => string
} = {}) {
  const user = await addUser(pool)
  const AuthParameters = {
    USERNAME: user.username,
    PASSWORD: password,
    ...(SECRET_HASH && { SECRET_HASH: SECRET_HASH(user.username) }),
  }
  const answer = await pool.api.call('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })
  const { AccessToken = '', RefreshToken = '' } = answer.AuthenticationResult ?? {}
  return { user, AccessToken, RefreshToken }
}

const refresh = (
  REFRESH_TOKEN: string,
  { ClientId = pool.clientId, ...more }: { ClientId?: string; SECRET_HASH?: string } = {},
) =>
  pool.api.call('InitiateAuth', {
    ClientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN, ...more },
  })

test('a refresh gives new tokens of the same sign-in but no new refresh token', async () => {
  const { user, AccessToken, RefreshToken } = await signedIn()
  pool.clock.advance(90_000)
  await replaceUser(pool.services.db, { ...user, attributes: { email: 'new@example.com', email_verified: 'false' } })
  const { AuthenticationResult, ChallengeParameters } = await refresh(RefreshToken)
  expect(ChallengeParameters).toEqual({})
  expect(Object.keys(AuthenticationResult ?? {}).sort()).toEqual(['AccessToken', 'ExpiresIn', 'IdToken', 'TokenType'])
  const before = claimsOf(AccessToken)
  const after = claimsOf(AuthenticationResult?.AccessToken)
  for (const kept of ['sub', 'origin_jti', 'event_id', 'auth_time', 'scope', 'client_id', 'iss']) {
    expect(after[kept]).toBe(before[kept])
  }
  expect(after['jti']).not.toBe(before['jti'])
  expect(after['iat']).toBe(Number(before['iat']) + 90)
  expect(claimsOf(AuthenticationResult?.IdToken)).toMatchObject({ email: 'new@example.com', email_verified: false })
})

test('the old name of the flow and AdminInitiateAuth work too', async () => {
  const { RefreshToken } = await signedIn()
  const AuthParameters = { REFRESH_TOKEN: RefreshToken }
  const at = { ClientId: pool.clientId, AuthParameters }
  const named = pool.api.call('InitiateAuth', { ...at, AuthFlow: 'REFRESH_TOKEN' })
  await expect(named).resolves.toHaveProperty('AuthenticationResult')
  const UserPoolId = pool.userPoolId
  const admin = pool.admin.call('AdminInitiateAuth', { ...at, UserPoolId, AuthFlow: 'REFRESH_TOKEN_AUTH' })
  await expect(admin).resolves.toHaveProperty('AuthenticationResult')
})

const invalid = { name: 'NotAuthorizedException', message: 'Invalid Refresh Token' }

test('a refresh token works only for its client and pool [A38]', async () => {
  const { RefreshToken } = await signedIn()
  const { clientId } = await pool.addClient()
  await expect(refresh(RefreshToken, { ClientId: clientId })).rejects.toMatchObject(invalid)
  const { UserPool } = await pool.admin.call('CreateUserPool', { PoolName: 'other' })
  const UserPoolId = UserPool?.Id ?? ''
  const { UserPoolClient } = await pool.admin.call('CreateUserPoolClient', { UserPoolId, ClientName: 'other' })
  await expect(refresh(RefreshToken, { ClientId: UserPoolClient?.ClientId ?? '' })).rejects.toMatchObject(invalid)
})

test('an access token is refused as refresh token [A56]', async () => {
  const { AccessToken } = await signedIn()
  await expect(refresh(AccessToken)).rejects.toMatchObject(invalid)
  await expect(refresh('garbage')).rejects.toMatchObject(invalid)
})

test('the use of a refresh token does not extend its lifetime [A40]', async () => {
  const { clientId } = await pool.addClient({ RefreshTokenValidity: 2, TokenValidityUnits: { RefreshToken: 'hours' } })
  const { RefreshToken } = await signedIn({ ClientId: clientId })
  const hour = 3_600_000
  pool.clock.advance(hour)
  await refresh(RefreshToken, { ClientId: clientId })
  pool.clock.advance(hour - 1)
  await refresh(RefreshToken, { ClientId: clientId })
  pool.clock.advance(1)
  await expect(refresh(RefreshToken, { ClientId: clientId })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Refresh Token has expired',
  })
})

describe('a refresh fails if the user is', () => {
  test.each<[string, Partial<User>, string]>([
    ['disabled', { enabled: false }, 'User is disabled.'],
    ['required to reset the password', { status: 'RESET_REQUIRED' }, 'Password reset required for the user'],
    ['required to change a temporary password', { status: 'FORCE_CHANGE_PASSWORD' }, 'Refresh Token has been revoked'],
    ['unconfirmed', { status: 'UNCONFIRMED' }, 'Refresh Token has been revoked'],
  ])('%s', async (_, changes, message) => {
    const { user, RefreshToken } = await signedIn()
    await replaceUser(pool.services.db, { ...user, ...changes })
    await expect(refresh(RefreshToken)).rejects.toMatchObject({ message })
  })

  test('deleted', async () => {
    const { user, RefreshToken } = await signedIn()
    await deleteUser(pool.services.db, user.sub)
    await expect(refresh(RefreshToken)).rejects.toMatchObject(invalid)
  })
})

test('a refresh fails if the client does not allow the flow', async () => {
  const { clientId } = await pool.addClient({ ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] })
  const { RefreshToken } = await signedIn({ ClientId: clientId })
  await expect(refresh(RefreshToken, { ClientId: clientId })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Auth flow not enabled for this client',
  })
})

test('SECRET_HASH may contain the username or the sub', async () => {
  const { clientId, clientSecret = '' } = await pool.addClient({ GenerateSecret: true })
  const hash = (username: string) => secretHash({ username, clientId, clientSecret })
  const { user, RefreshToken } = await signedIn({ ClientId: clientId, SECRET_HASH: hash })
  for (const name of [user.username, user.sub]) {
    const answer = refresh(RefreshToken, { ClientId: clientId, SECRET_HASH: hash(name) })
    await expect(answer).resolves.toHaveProperty('AuthenticationResult')
  }
  const email = user.attributes['email'] ?? ''
  for (const SECRET_HASH of [hash(email), 'x']) {
    await expect(refresh(RefreshToken, { ClientId: clientId, SECRET_HASH })).rejects.toMatchObject({
      message: `Unable to verify secret hash for client ${clientId}`,
    })
  }
  await expect(refresh(RefreshToken, { ClientId: clientId })).rejects.toMatchObject({
    message: `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
  })
})
