import { beforeAll, describe, expect, test } from 'vitest'
import type { User } from '#records/users/user'
import { findUserBySub, replaceUser } from '#records/users/users'
import { addUser, password } from '../../add-user.ts'
import { claimsOf } from '../../claims-of.ts'
import { srpClient } from '../../srp-client.ts'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool({
    pool: {
      Schema: [
        { Name: 'given_name', Required: true },
        { Name: 'badge', AttributeDataType: 'String', Mutable: false },
      ],
    },
    client: {
      ReadAttributes: ['email', 'given_name', 'nickname'],
      WriteAttributes: ['email', 'given_name', 'nickname', 'custom:badge'],
    },
  })
})

const invited = (changes: Partial<User> = {}) =>
  addUser(pool, { status: 'FORCE_CHANGE_PASSWORD', expiresAt: pool.clock.now() + 60_000, ...changes })

const signIn = (USERNAME: string, PASSWORD = password) =>
  pool.api.call('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
  })

const respond = (Session: string | undefined, ChallengeResponses: Record<string, string>) =>
  pool.api.call('RespondToAuthChallenge', {
    ClientId: pool.clientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session,
    ChallengeResponses,
  })

const fresh = 'Battery-staple-2'
const named = { 'userAttributes.given_name': 'Ann' }
const reload = (user: User) => findUserBySub(pool.services.db, user)

test('an invited user signs in after setting a new password', async () => {
  const user = await invited({ attributes: { email: 'ann@example.com', email_verified: 'true', nickname: 'A' } })
  const asked = await signIn(user.username)
  expect(asked).toEqual({
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: expect.any(String),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: '["userAttributes.given_name"]',
      userAttributes: '{"email":"ann@example.com","nickname":"A"}',
    },
  })
  const done = await respond(asked.Session, { USERNAME: user.username, NEW_PASSWORD: fresh, ...named })
  expect(claimsOf(done.AuthenticationResult?.IdToken)).toMatchObject({ given_name: 'Ann' })
  expect(await reload(user)).toMatchObject({ status: 'CONFIRMED', attributes: { given_name: 'Ann', nickname: 'A' } })
  expect((await reload(user))?.password?.expiresAt).toBeUndefined()
  await expect(signIn(user.username, fresh)).resolves.toHaveProperty('AuthenticationResult')
  await expect(signIn(user.username)).rejects.toMatchObject({ message: 'Incorrect username or password.' })
})

test('an invited user must set a new password after SRP too, and SRP works with the new password', async () => {
  const user = await invited()
  const throughSrp = async (typed: string) => {
    const client = srpClient(pool.userPoolId)
    const begun = await pool.api.call('InitiateAuth', {
      ClientId: pool.clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: user.username, SRP_A: await client.publicA() },
    })
    return await pool.api.call('RespondToAuthChallenge', {
      ClientId: pool.clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: await client.claim(begun, { password: typed, now: pool.clock.now() }),
    })
  }
  const asked = await throughSrp(password)
  expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED')
  await respond(asked.Session, { USERNAME: user.username, NEW_PASSWORD: fresh, ...named })
  await expect(throughSrp(fresh)).resolves.toHaveProperty('AuthenticationResult')
})

test('a user can correct a password that does not conform in the same session', async () => {
  const user = await invited()
  const { Session } = await signIn(user.username)
  const answers = { USERNAME: user.username, ...named }
  await expect(respond(Session, { ...answers, NEW_PASSWORD: 'short' })).rejects.toMatchObject({
    name: 'InvalidPasswordException',
    message: 'Password did not conform with policy: Password not long enough',
  })
  expect(await reload(user)).toMatchObject({ status: 'FORCE_CHANGE_PASSWORD' })
  await expect(respond(Session, { ...answers, NEW_PASSWORD: fresh })).resolves.toHaveProperty('AuthenticationResult')
})

test('of 10 answers at the same time, exactly one succeeds and sets the password', async () => {
  const user = await invited()
  const { Session } = await signIn(user.username)
  const answers = { USERNAME: user.username, ...named }
  const passwords = Array.from({ length: 10 }, (_, number) => `Battery-staple-${number}`)
  const results = await Promise.allSettled(
    passwords.map((NEW_PASSWORD) => respond(Session, { ...answers, NEW_PASSWORD })),
  )
  const winner = results.findIndex(({ status }) => status === 'fulfilled')
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await expect(signIn(user.username, passwords[winner])).resolves.toHaveProperty('AuthenticationResult')
})

test('a second session of one invitation fails after the first has set the password', async () => {
  const user = await invited()
  const first = await signIn(user.username)
  const second = await signIn(user.username)
  const answers = { USERNAME: user.username, ...named }
  await respond(first.Session, { ...answers, NEW_PASSWORD: fresh })
  await expect(respond(second.Session, { ...answers, NEW_PASSWORD: 'Taken-over-1' })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
  await expect(signIn(user.username, fresh)).resolves.toHaveProperty('AuthenticationResult')
})

test('the answer fails if the temporary password expires before it', async () => {
  const user = await invited()
  const { Session } = await signIn(user.username)
  pool.clock.advance(60_000)
  const answer = respond(Session, { USERNAME: user.username, NEW_PASSWORD: fresh, ...named })
  await expect(answer).rejects.toMatchObject({ message: expect.stringContaining('Temporary password has expired') })
  expect(await reload(user)).toMatchObject({ status: 'FORCE_CHANGE_PASSWORD' })
})

describe('attributes', () => {
  const answer = async (attributes: Record<string, string>, of: Partial<User> = {}) => {
    const user = await invited(of)
    const { Session } = await signIn(user.username)
    return await respond(Session, { USERNAME: user.username, NEW_PASSWORD: fresh, ...attributes })
  }

  test('a missing required attribute is refused', async () => {
    await expect(answer({})).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid attributes given, given_name is missing',
    })
  })

  test.each([
    ['userAttributes.email_verified', 'true'],
    ['userAttributes.sub', 'x'],
    ['userAttributes.family_name', 'x'],
  ])('%s is refused because the client may not write it [A69]', async (name, value) => {
    await expect(answer({ ...named, [name]: value })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    })
  })

  test('an attribute that the schema does not contain is refused [A69]', async () => {
    const unknown = answer({ ...named, 'userAttributes.UserStatus': 'CONFIRMED' })
    await expect(unknown).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })

  test('an existing e-mail address can not be changed', async () => {
    await expect(answer({ ...named, 'userAttributes.email': 'evil@example.com' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Cannot modify an already provided email',
    })
  })

  test('a new e-mail address is not verified', async () => {
    const user = await invited({ attributes: {} })
    const { Session } = await signIn(user.username)
    const given = { ...named, 'userAttributes.email': 'ann@example.com' }
    await respond(Session, { USERNAME: user.username, NEW_PASSWORD: fresh, ...given })
    expect(await reload(user)).toMatchObject({ attributes: { email: 'ann@example.com', email_verified: 'false' } })
  })

  test('an immutable attribute can be set only if it has no value', async () => {
    const badge = { ...named, 'userAttributes.custom:badge': '7' }
    await expect(answer(badge)).resolves.toHaveProperty('AuthenticationResult')
    await expect(answer(badge, { attributes: { 'custom:badge': '1' } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
  })

  test('an answer that the challenge does not ask for is refused by name', async () => {
    await expect(answer({ ...named, DEVICE_KEY: 'x' })).rejects.toMatchObject({
      message: expect.stringContaining('ChallengeResponses.DEVICE_KEY'),
    })
  })
})

test('a new password ends the tokens of earlier sign-ins', async () => {
  const user = await addUser(pool, { attributes: { given_name: 'Ann' } })
  const before = await signIn(user.username)
  const refresh = () =>
    pool.api.call('InitiateAuth', {
      ClientId: pool.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: before.AuthenticationResult?.RefreshToken ?? '' },
    })
  await replaceUser(pool.services.db, { ...user, status: 'FORCE_CHANGE_PASSWORD' })
  const { Session } = await signIn(user.username)
  await respond(Session, { USERNAME: user.username, NEW_PASSWORD: fresh })
  await expect(refresh()).rejects.toMatchObject({ message: 'Refresh Token has been revoked' })
})
