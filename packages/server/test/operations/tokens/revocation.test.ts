import { beforeAll, expect, test } from 'vitest'
import { authenticateAccessToken } from '#flows/tokens/authenticate-access-token'
import { findAuthorizationCode, insertAuthorizationCode } from '#records/authorization-codes/authorization-codes'
import { findBrowserSession, insertBrowserSession } from '#records/browser-sessions/browser-sessions'
import type { User } from '#records/users/user'
import { replaceUser } from '#records/users/users'
import { addUser, password } from '../../add-user.ts'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

async function signIn(user: User, ClientId = pool.clientId) {
  const AuthParameters = { USERNAME: user.username, PASSWORD: password }
  const { AuthenticationResult } = await pool.admin.call('AdminInitiateAuth', {
    UserPoolId: pool.userPoolId,
    ClientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters,
  })
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {}
  return { AccessToken, IdToken, RefreshToken }
}

const use = (token: string) => authenticateAccessToken(pool.services, { token })
const refresh = (REFRESH_TOKEN: string) =>
  pool.api.call('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN },
  })

const revoked = { name: 'NotAuthorizedException', message: 'Access Token has been revoked' }
const revokedRefresh = { name: 'NotAuthorizedException', message: 'Refresh Token has been revoked' }

test('RevokeToken ends a refresh token and its access tokens but no other sign-in [A61]', async () => {
  const user = await addUser(pool)
  const one = await signIn(user)
  const refreshed = await refresh(one.RefreshToken)
  const two = await signIn(user)
  await pool.api.call('RevokeToken', { ClientId: pool.clientId, Token: one.RefreshToken })
  await expect(use(one.AccessToken)).rejects.toMatchObject(revoked)
  await expect(use(refreshed.AuthenticationResult?.AccessToken ?? '')).rejects.toMatchObject(revoked)
  await expect(refresh(one.RefreshToken)).rejects.toMatchObject(revokedRefresh)
  await expect(use(two.AccessToken)).resolves.toHaveProperty('user.sub', user.sub)
  await expect(refresh(two.RefreshToken)).resolves.toHaveProperty('AuthenticationResult')
})

test('RevokeToken accepts a token that is already revoked or unknown [A41]', async () => {
  const { RefreshToken } = await signIn(await addUser(pool))
  for (const Token of [RefreshToken, RefreshToken, 'garbage']) {
    await expect(pool.api.call('RevokeToken', { ClientId: pool.clientId, Token })).resolves.toEqual({})
  }
})

test('RevokeToken refuses a token of another client [A41]', async () => {
  const { AccessToken, RefreshToken } = await signIn(await addUser(pool))
  const { clientId } = await pool.addClient()
  await expect(pool.api.call('RevokeToken', { ClientId: clientId, Token: RefreshToken })).rejects.toMatchObject({
    name: 'UnauthorizedException',
  })
  await expect(use(AccessToken)).resolves.toHaveProperty('user')
})

test('RevokeToken refuses access tokens and ID tokens [A41]', async () => {
  const { AccessToken, IdToken } = await signIn(await addUser(pool))
  for (const Token of [AccessToken, IdToken]) {
    await expect(pool.api.call('RevokeToken', { ClientId: pool.clientId, Token })).rejects.toMatchObject({
      name: 'UnsupportedTokenTypeException',
    })
  }
  await expect(use(AccessToken)).resolves.toHaveProperty('user')
})

test('RevokeToken needs the secret of a client that has one, and refuses a secret of any other client [A33]', async () => {
  const { clientId, clientSecret } = await pool.addClient({ GenerateSecret: true })
  const revoke = (ClientId: string, ClientSecret?: string) =>
    pool.api.call('RevokeToken', { ClientId, Token: 'garbage', ...(ClientSecret && { ClientSecret }) })
  await expect(revoke(clientId, clientSecret)).resolves.toEqual({})
  for (const [id, secret] of [[clientId], [clientId, 'wrong'], [pool.clientId, 'some']] as const) {
    await expect(revoke(id, secret)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  }
})

/** Makes one of everything that a sign-in gives: tokens, a browser session and a code. */
async function everywhere(user: User) {
  const { clock, db } = pool.services
  const common = { userPoolId: pool.userPoolId, sub: user.sub, authTime: clock.now(), createdAt: clock.now() }
  const [idDigest, codeDigest] = [`session-${user.sub}`, `code-${user.sub}`]
  await insertBrowserSession(db, { ...common, idDigest, expiresAt: clock.now() + 1e6 })
  await insertAuthorizationCode(db, {
    ...common,
    codeDigest,
    clientId: pool.clientId,
    redirectUri: 'https://app.example.com/callback',
    scope: 'openid',
    nonce: undefined,
    codeChallenge: undefined,
    expiresAt: clock.now() + 1e6,
  })
  const tokens = [await signIn(user), await signIn(user)]
  return {
    tokens,
    async mustBeOver() {
      for (const { AccessToken, RefreshToken } of tokens) {
        await expect(use(AccessToken)).rejects.toMatchObject(revoked)
        await expect(refresh(RefreshToken)).rejects.toMatchObject(revokedRefresh)
      }
      expect(await findBrowserSession(db, idDigest)).toBeUndefined()
      expect(await findAuthorizationCode(db, codeDigest)).toBeUndefined()
    },
  }
}

test('GlobalSignOut ends all sign-ins of its user and none of other users [A61]', async () => {
  const user = await addUser(pool)
  const other = await signIn(await addUser(pool))
  const { tokens, mustBeOver } = await everywhere(user)
  await expect(pool.api.call('GlobalSignOut', { AccessToken: tokens[0]?.AccessToken ?? '' })).resolves.toEqual({})
  await mustBeOver()
  await expect(use(other.AccessToken)).resolves.toHaveProperty('user')
  await expect(pool.api.call('GlobalSignOut', { AccessToken: tokens[1]?.AccessToken ?? '' })).rejects.toMatchObject(
    revoked,
  )
  await expect(signIn(user)).resolves.toHaveProperty('AccessToken')
})

test('AdminUserGlobalSignOut ends all sign-ins of a user [A61]', async () => {
  const user = await addUser(pool)
  const { mustBeOver } = await everywhere(user)
  const input = { UserPoolId: pool.userPoolId, Username: user.username }
  await expect(pool.admin.call('AdminUserGlobalSignOut', input)).resolves.toEqual({})
  await mustBeOver()
  await expect(pool.admin.call('AdminUserGlobalSignOut', { ...input, Username: 'nobody' })).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  })
  await expect(pool.api.call('AdminUserGlobalSignOut', input)).rejects.toMatchObject({
    name: 'MissingAuthenticationTokenException',
  })
})

test('a new password after an invitation ends all earlier sign-ins', async () => {
  const user = await addUser(pool)
  const before = await everywhere(user)
  await replaceUser(pool.services.db, { ...user, status: 'FORCE_CHANGE_PASSWORD' })
  const AuthParameters = { USERNAME: user.username, PASSWORD: password }
  const asked = await pool.api.call('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters,
  })
  await pool.api.call('RespondToAuthChallenge', {
    ClientId: pool.clientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: asked.Session,
    ChallengeResponses: { USERNAME: user.username, NEW_PASSWORD: 'Battery-staple-2' },
  })
  await before.mustBeOver()
})

test('RevokeToken of an unknown client and GlobalSignOut of a deleted user name what does not exist', async () => {
  const user = await addUser(pool)
  const { AccessToken, RefreshToken } = await signIn(user)
  await expect(pool.api.call('RevokeToken', { ClientId: 'nobody', Token: RefreshToken })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  await pool.admin.call('AdminDeleteUser', { UserPoolId: pool.userPoolId, Username: user.username })
  await expect(pool.api.call('GlobalSignOut', { AccessToken })).rejects.toMatchObject({ name: 'UserNotFoundException' })
})
