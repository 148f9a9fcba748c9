import { beforeAll, expect, test } from 'vitest'
import { loadAppClient } from '#flows/app-clients/app-client-access'
import { answer, begin } from '#flows/sign-in/sign-in'
import type { User } from '#records/users/user'
import { replaceUser } from '#records/users/users'
import { addUser, password } from '../../add-user.ts'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

/** A user in the middle of a sign-in: the right temporary password is given, the new one not yet. */
async function inTheMiddle(ClientId = pool.clientId): Promise<{ user: User; Session: string }> {
  const user = await addUser(pool, { status: 'FORCE_CHANGE_PASSWORD' })
  const AuthParameters = { USERNAME: user.username, PASSWORD: password }
  const asked = await pool.api.call('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })
  return { user, Session: asked.Session ?? '' }
}

const fresh = 'Battery-staple-2'

const respond = (Session: string, USERNAME: string, ClientId = pool.clientId) =>
  pool.api.call('RespondToAuthChallenge', {
    ClientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session,
    ChallengeResponses: { USERNAME, NEW_PASSWORD: fresh },
  })

const invalid = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' }

test('A100: a session works once', async () => {
  const { user, Session } = await inTheMiddle()
  await respond(Session, user.username)
  await expect(respond(Session, user.username)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Invalid session for the user, session can only be used once.',
  })
})

test('A100: a session is not for another user', async () => {
  const { Session } = await inTheMiddle()
  const other = await addUser(pool, { status: 'FORCE_CHANGE_PASSWORD' })
  await expect(respond(Session, other.username)).rejects.toMatchObject(invalid)
  await expect(respond(Session, 'nobody')).rejects.toMatchObject(invalid)
})

test('A100: nor for another client, of this pool or another', async () => {
  const { user, Session } = await inTheMiddle()
  const { clientId } = await pool.addClient()
  await expect(respond(Session, user.username, clientId)).rejects.toMatchObject(invalid)
  const elsewhere = await pool.admin.call('CreateUserPool', { PoolName: 'other' })
  const UserPoolId = elsewhere.UserPool?.Id ?? ''
  const { UserPoolClient } = await pool.admin.call('CreateUserPoolClient', { UserPoolId, ClientName: 'other' })
  await expect(respond(Session, user.username, UserPoolClient?.ClientId)).rejects.toMatchObject(invalid)
})

test('A100: nor after its time, which the client’s configuration sets', async () => {
  const { user, Session } = await inTheMiddle()
  pool.clock.advance(3 * 60_000)
  await expect(respond(Session, user.username)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Invalid session for the user, session is expired.',
  })
  const { clientId } = await pool.addClient({ AuthSessionValidity: 15 })
  const longer = await inTheMiddle(clientId)
  pool.clock.advance(15 * 60_000 - 1)
  await expect(respond(longer.Session, longer.user.username, clientId)).resolves.toHaveProperty('AuthenticationResult')
})

test('A100: nor tampered with or made up', async () => {
  const { user, Session } = await inTheMiddle()
  const flipped = `${Session.slice(0, -1)}${Session.endsWith('A') ? 'B' : 'A'}`
  for (const made of [flipped, `${Session}=`, Session.toLowerCase(), 'A'.repeat(64)]) {
    await expect(respond(made, user.username)).rejects.toMatchObject(invalid)
  }
})

test('A100: nor for another challenge than the one that was asked', async () => {
  const { user, Session } = await inTheMiddle()
  const switched = pool.api.call('RespondToAuthChallenge', {
    ClientId: pool.clientId,
    ChallengeName: 'PASSWORD_VERIFIER',
    Session,
    ChallengeResponses: {
      USERNAME: user.username,
      PASSWORD_CLAIM_SECRET_BLOCK: Session,
      PASSWORD_CLAIM_SIGNATURE: 'x',
      TIMESTAMP: 'x',
    },
  })
  await expect(switched).rejects.toMatchObject(invalid)
})

test('without a session there is nothing to answer', async () => {
  const call = pool.api.call('RespondToAuthChallenge', {
    ClientId: pool.clientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ChallengeResponses: { USERNAME: 'a', NEW_PASSWORD: fresh },
  })
  await expect(call).rejects.toMatchObject({ message: 'Missing required parameter Session' })
})

test('a user who is disabled in the middle does not get in', async () => {
  const { user, Session } = await inTheMiddle()
  await replaceUser(pool.services.db, { ...user, enabled: false })
  await expect(respond(Session, user.username)).rejects.toMatchObject({ message: 'User is disabled.' })
  await replaceUser(pool.services.db, user)
  await expect(respond(Session, user.username)).resolves.toHaveProperty('AuthenticationResult')
})

test('a challenge that is not built is refused by name', async () => {
  const { user, Session } = await inTheMiddle()
  const call = pool.api.call('RespondToAuthChallenge', {
    ClientId: pool.clientId,
    ChallengeName: 'SMS_MFA',
    Session,
    ChallengeResponses: { USERNAME: user.username, SMS_MFA_CODE: '123456' },
  })
  await expect(call).rejects.toMatchObject({ message: expect.stringContaining('SMS_MFA') })
})

/** What the pages give for a sign-in; here nothing. */
const complete = async () => ({ outcome: undefined, store: async () => {} })

test('the pages ask for no flow of the API, and their sessions are not for the API', async () => {
  const { clientId } = await pool.addClient({ ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] })
  const at = { ...(await loadAppClient(pool.services, clientId)), door: 'managed-login', complete } as const
  const user = await addUser(pool, { status: 'FORCE_CHANGE_PASSWORD' })
  const { username } = user
  const asked = await begin(pool.services, { ...at, method: 'user-password', username, password })
  if (asked.kind !== 'challenge') throw new Error('The page should be asked for a new password.')
  await expect(respond(asked.session, username, clientId)).rejects.toMatchObject(invalid)

  const { session } = asked
  const answers = { NEW_PASSWORD: fresh }
  const done = answer(pool.services, { ...at, session, challenge: 'NEW_PASSWORD_REQUIRED', answers })
  await expect(done).resolves.toMatchObject({ kind: 'finished', user: { sub: user.sub }, authTime: pool.clock.now() })
})

test('a session of the API is not for the pages', async () => {
  const { user, Session } = await inTheMiddle()
  const at = { ...(await loadAppClient(pool.services, pool.clientId)), door: 'managed-login', complete } as const
  const answers = { USERNAME: user.username, NEW_PASSWORD: fresh }
  const call = answer(pool.services, { ...at, session: Session, challenge: 'NEW_PASSWORD_REQUIRED', answers })
  await expect(call).rejects.toMatchObject(invalid)
})

test('a sign-in whose end can not be stored has not happened', async () => {
  const { user, Session } = await inTheMiddle()
  const failing = async () => ({ outcome: undefined, store: () => Promise.reject(new Error('full')) })
  const at = { ...(await loadAppClient(pool.services, pool.clientId)), door: 'api', complete: failing } as const
  const answers = { USERNAME: user.username, NEW_PASSWORD: fresh }
  const call = answer(pool.services, { ...at, session: Session, challenge: 'NEW_PASSWORD_REQUIRED', answers })
  await expect(call).rejects.toThrow('full')
  await expect(respond(Session, user.username)).resolves.toHaveProperty('AuthenticationResult')
})
