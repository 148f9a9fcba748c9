import { beforeAll, expect, test } from 'vitest'
import { shownAtSignUp } from '#flows/sign-in/evidence'
import { answer, begin } from '#flows/sign-in/sign-in'
import { loadAppClient } from '#flows/user-pools/load-app-client'
import { challengeSessionContext, findChallengeSession } from '#records/challenge-sessions/challenge-sessions'
import type { User } from '#records/users/user'
import { replaceUser } from '#records/users/users'
import { addUser, password } from '../../add-user.ts'
import { srpClient } from '../../srp-client.ts'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

/** Signs a user in with a temporary password, up to the challenge for a new one. */
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

test('a session works once [A100]', async () => {
  const { user, Session } = await inTheMiddle()
  await respond(Session, user.username)
  await expect(respond(Session, user.username)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Invalid session for the user, session can only be used once.',
  })
})

test('a session does not work for another user [A100]', async () => {
  const { Session } = await inTheMiddle()
  const other = await addUser(pool, { status: 'FORCE_CHANGE_PASSWORD' })
  await expect(respond(Session, other.username)).rejects.toMatchObject(invalid)
  await expect(respond(Session, 'nobody')).rejects.toMatchObject(invalid)
})

test('a session does not work for another client of the same or another pool [A100]', async () => {
  const { user, Session } = await inTheMiddle()
  const { clientId } = await pool.addClient()
  await expect(respond(Session, user.username, clientId)).rejects.toMatchObject(invalid)
  const elsewhere = await pool.admin.call('CreateUserPool', { PoolName: 'other' })
  const UserPoolId = elsewhere.UserPool?.Id ?? ''
  const { UserPoolClient } = await pool.admin.call('CreateUserPoolClient', { UserPoolId, ClientName: 'other' })
  await expect(respond(Session, user.username, UserPoolClient?.ClientId)).rejects.toMatchObject(invalid)
})

test('a session does not work after the lifetime that the client configures [A100]', async () => {
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

test('a session that is changed or invented does not work [A100]', async () => {
  const { user, Session } = await inTheMiddle()
  const flipped = `${Session.slice(0, -1)}${Session.endsWith('A') ? 'B' : 'A'}`
  for (const made of [flipped, `${Session}=`, Session.toLowerCase(), 'A'.repeat(64)]) {
    await expect(respond(made, user.username)).rejects.toMatchObject(invalid)
  }
})

test('a session does not work for another challenge [A100]', async () => {
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

test('an answer without a session is refused', async () => {
  const call = pool.api.call('RespondToAuthChallenge', {
    ClientId: pool.clientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ChallengeResponses: { USERNAME: 'a', NEW_PASSWORD: fresh },
  })
  await expect(call).rejects.toMatchObject({ message: 'Missing required parameter Session' })
})

test('a user who is disabled during a sign-in is not signed in', async () => {
  const { user, Session } = await inTheMiddle()
  await replaceUser(pool.services.db, { ...user, enabled: false })
  await expect(respond(Session, user.username)).rejects.toMatchObject({ message: 'User is disabled.' })
  await replaceUser(pool.services.db, user)
  await expect(respond(Session, user.username)).resolves.toHaveProperty('AuthenticationResult')
})

test('a challenge that is not supported is refused by name', async () => {
  const { user, Session } = await inTheMiddle()
  const call = pool.api.call('RespondToAuthChallenge', {
    ClientId: pool.clientId,
    ChallengeName: 'SMS_MFA',
    Session,
    ChallengeResponses: { USERNAME: user.username, SMS_MFA_CODE: '123456' },
  })
  await expect(call).rejects.toMatchObject({ message: expect.stringContaining('SMS_MFA') })
})

/** Stores nothing at the end of a sign-in. */
const complete = async () => ({ outcome: undefined, store: async () => {} })
const context = { clientId: undefined, clientMetadata: undefined, sourceIp: '127.0.0.1', userAgent: undefined }
const newPassword = { kind: 'new-password', password: fresh, attributes: {} } as const

test('the pages need no flow of the API, and their sessions do not work in the API', async () => {
  const { clientId } = await pool.addClient({ ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] })
  const at = { ...(await loadAppClient(pool.services, clientId)), door: 'managed-login', context, complete } as const
  const user = await addUser(pool, { status: 'FORCE_CHANGE_PASSWORD' })
  const { username } = user
  const asked = await begin(pool.services, { ...at, method: 'user-password', username, password })
  if (asked.kind !== 'question') throw new Error('The sign-in should ask for a new password.')
  await expect(respond(asked.session, username, clientId)).rejects.toMatchObject(invalid)

  const { session } = asked
  const done = answer(pool.services, { ...at, session, answer: newPassword })
  await expect(done).resolves.toMatchObject({ kind: 'finished', user: { sub: user.sub }, authTime: pool.clock.now() })
})

test('a session of the API does not work on the pages', async () => {
  const { user, Session } = await inTheMiddle()
  const at = {
    ...(await loadAppClient(pool.services, pool.clientId)),
    door: 'managed-login',
    context,
    complete,
  } as const
  const { username } = user
  const call = answer(pool.services, { ...at, username, session: Session, answer: newPassword })
  await expect(call).rejects.toMatchObject(invalid)
})

test('a sign-in whose result can not be stored can be repeated', async () => {
  const { user, Session } = await inTheMiddle()
  const failing = async () => ({ outcome: undefined, store: () => Promise.reject(new Error('full')) })
  const at = {
    ...(await loadAppClient(pool.services, pool.clientId)),
    door: 'api',
    context,
    complete: failing,
  } as const
  const { username } = user
  const call = answer(pool.services, { ...at, username, session: Session, answer: newPassword })
  await expect(call).rejects.toThrow('full')
  await expect(respond(Session, user.username)).resolves.toHaveProperty('AuthenticationResult')
})

test('a sign-in ends with the context of the newest request', async () => {
  const { username } = await addUser(pool, { status: 'FORCE_CHANGE_PASSWORD' })
  const at = { ...(await loadAppClient(pool.services, pool.clientId)), door: 'managed-login' } as const
  const finished: unknown[] = []
  const noting = async ({ context }: { context: unknown }) => {
    finished.push(context)
    return { outcome: undefined, store: async () => {} }
  }
  const first = { clientId: pool.clientId, clientMetadata: { plan: 'a' }, sourceIp: '192.0.2.1', userAgent: 'one' }
  const second = { ...first, clientMetadata: undefined, sourceIp: '192.0.2.2', userAgent: 'two' }
  const begun = { ...at, context: first, complete: noting, method: 'user-password', username, password } as const
  const asked = await begin(pool.services, begun)
  if (asked.kind !== 'question') throw new Error('The sign-in should ask for a new password.')
  expect(finished).toEqual([])
  await answer(pool.services, { ...at, context: second, complete: noting, session: asked.session, answer: newPassword })
  expect(finished).toEqual([second])
})

test('a session that a newer release stored is refused as invalid', async () => {
  const { user, Session } = await inTheMiddle()
  const { db, sealer } = pool.services
  const [idDigest = ''] = sealer.digests('challenge-session', Session)
  const context = challengeSessionContext(idDigest)
  const record = await findChallengeSession(db, idDigest)
  const state = JSON.parse(sealer.open(record?.sealedState ?? '', context))
  const sealed_state = sealer.seal(JSON.stringify({ ...state, version: 2 }), context)
  await db.updateTable('challenge_sessions').set({ sealed_state }).where('id_digest', '=', idDigest).execute()
  await expect(respond(Session, user.username)).rejects.toMatchObject(invalid)
})

test('the evidence of a sign-up signs in only its user and only on the pages', async () => {
  const user = await addUser(pool)
  const other = await addUser(pool)
  const found = await loadAppClient(pool.services, pool.clientId)
  const shown = shownAtSignUp(user)
  if (!shown) throw new Error('The user should have a password.')
  const goOn = (door: 'api' | 'managed-login', username: string) =>
    begin(pool.services, { ...found, door, context, complete, method: 'after-confirmation', username, shown })
  await expect(goOn('managed-login', user.username)).resolves.toMatchObject({ kind: 'finished' })
  await expect(goOn('managed-login', other.username)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(goOn('api', user.username)).rejects.toMatchObject({ message: 'Initiate Auth method not supported.' })
})

test('a user who is disabled while the server makes tokens gets no tokens', async () => {
  const user = await addUser(pool)
  const found = await loadAppClient(pool.services, pool.clientId)
  const stored: unknown[] = []
  const disabling = async () => {
    await replaceUser(pool.services.db, { ...user, enabled: false })
    return { outcome: undefined, store: async () => void stored.push('tokens') }
  }
  const attempt = {
    ...found,
    door: 'api',
    context,
    method: 'user-password',
    username: user.username,
    password,
  } as const
  await expect(begin(pool.services, { ...attempt, complete: disabling })).rejects.toMatchObject({
    message: 'User is disabled.',
  })
  expect(stored).toEqual([])
})

test('an answer to another challenge does not use up the session of SRP', async () => {
  const user = await addUser(pool)
  const client = srpClient(pool.userPoolId)
  const begun = await pool.api.call('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: user.username, SRP_A: await client.publicA() },
  })
  const claim = await client.claim(begun, { password, now: pool.clock.now() })
  await expect(respond(begun.Session ?? '', user.username)).rejects.toMatchObject(invalid)
  const right = pool.api.call('RespondToAuthChallenge', {
    ClientId: pool.clientId,
    ChallengeName: 'PASSWORD_VERIFIER',
    Session: begun.Session,
    ChallengeResponses: claim,
  })
  await expect(right).resolves.toHaveProperty('AuthenticationResult')
})
