import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TriggerEvent } from '#outbound/triggers/trigger'
import { insertBrowserSession } from '#records/browser-sessions/browser-sessions'
import type { User } from '#records/users/user'
import { addUser, password } from '../../add-user.ts'
import { startOfTime, startPool, type TestPool } from '../../start-pool.ts'

const hour = 60 * 60_000
const better = 'Better-horse-22'
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:welcome'

let pool: TestPool
let telling: string
const events: TriggerEvent[] = []
beforeAll(async () => {
  pool = await startPool({
    pool: { AliasAttributes: ['email'], LambdaConfig: { PostConfirmation: arn } },
    triggers: {
      async invoke(_, event) {
        events.push(event)
        return event
      },
    },
  })
  telling = (await pool.addClient({ PreventUserExistenceErrors: 'LEGACY' })).clientId
})
beforeEach(() => {
  events.length = 0
})

const forgot = (Username: string, ClientId = pool.clientId) => pool.api.call('ForgotPassword', { ClientId, Username })
const reset = (Username: string, ConfirmationCode: string, Password = better, ClientId = pool.clientId) =>
  pool.api.call('ConfirmForgotPassword', { ClientId, Username, ConfirmationCode, Password })
const signIn = async (USERNAME: string, PASSWORD = password) => {
  const { AuthenticationResult } = await pool.api.call('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
  })
  return { access: AuthenticationResult?.AccessToken ?? '', refresh: AuthenticationResult?.RefreshToken ?? '' }
}
const other = (code: string) => (code === '111111' ? '222222' : '111111')

const mismatch = { name: 'CodeMismatchException' }
const expired = { name: 'ExpiredCodeException' }
const limit = { name: 'LimitExceededException', message: 'Attempt limit exceeded, please try after some time.' }
const wrong = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' }

describe('ForgotPassword and ConfirmForgotPassword', () => {
  test('a code sets a new password and ends all sessions and tokens of the old one [I6, A106]', async () => {
    const user = await addUser(pool)
    const email = user.attributes['email'] ?? ''
    const before = await signIn(user.username)
    await insertBrowserSession(pool.services.db, {
      idDigest: `session of ${user.sub}`,
      userPoolId: pool.userPoolId,
      sub: user.sub,
      authTime: startOfTime,
      createdAt: startOfTime,
      expiresAt: startOfTime + hour,
    })
    const { CodeDeliveryDetails } = await forgot(email)
    expect(CodeDeliveryDetails).toEqual({ Destination: 'u***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' })
    expect((await pool.mails()).at(-1)).toMatchObject({ to: email, subject: 'Your password reset code' })
    expect(await reset(email, await pool.newestCode())).toEqual({})

    await expect(signIn(user.username)).rejects.toMatchObject(wrong)
    await expect(signIn(user.username, better)).resolves.toBeDefined()
    await expect(pool.api.call('GetUser', { AccessToken: before.access })).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    })
    await expect(
      pool.api.call('InitiateAuth', {
        ClientId: pool.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: before.refresh },
      }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' })
    const { findBrowserSession } = await import('#records/browser-sessions/browser-sessions')
    expect(await findBrowserSession(pool.services.db, `session of ${user.sub}`)).toBeUndefined()
    expect(events).toMatchObject([{ triggerSource: 'PostConfirmation_ConfirmForgotPassword', userName: user.username }])
  })

  test('a code works for its user until a newer code, and of many uses at the same time exactly one succeeds [A96, I4]', async () => {
    const [one, two] = [await addUser(pool), await addUser(pool)]
    await forgot(one.username)
    const code = await pool.newestCode()
    await forgot(two.username)
    if ((await pool.newestCode()) !== code) await expect(reset(two.username, code)).rejects.toMatchObject(mismatch)
    await forgot(one.username)
    const newer = await pool.newestCode()
    if (newer !== code) await expect(reset(one.username, code)).rejects.toMatchObject(mismatch)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => reset(one.username, newer, `Better-horse-${n}0`)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('a code ends after an hour or when the address changes [A97]', async () => {
    const user = await addUser(pool)
    await forgot(user.username)
    pool.clock.advance(hour)
    await expect(reset(user.username, await pool.newestCode())).rejects.toMatchObject(expired)
    await forgot(user.username)
    const code = await pool.newestCode()
    await pool.admin.call('AdminUpdateUserAttributes', {
      UserPoolId: pool.userPoolId,
      Username: user.username,
      UserAttributes: [
        { Name: 'email', Value: 'new@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
    })
    await expect(reset(user.username, code)).rejects.toMatchObject(mismatch)
  })

  test('a code still works after the policy refused a password', async () => {
    const user = await addUser(pool)
    await forgot(user.username)
    const code = await pool.newestCode()
    await expect(reset(user.username, code, 'weak')).rejects.toMatchObject({ name: 'InvalidPasswordException' })
    await reset(user.username, code)
  })

  test('a reset confirms a user in the state RESET_REQUIRED, and an unconfirmed user stays unconfirmed', async () => {
    for (const [status, after] of [
      ['RESET_REQUIRED', 'CONFIRMED'],
      ['UNCONFIRMED', 'UNCONFIRMED'],
    ] as const) {
      const user = await addUser(pool, { status })
      await pool.admin.call('AdminGetUser', { UserPoolId: pool.userPoolId, Username: user.username })
      await forgot(user.username)
      await reset(user.username, await pool.newestCode())
      await expect(
        pool.admin.call('AdminGetUser', { UserPoolId: pool.userPoolId, Username: user.username }),
      ).resolves.toMatchObject({ UserStatus: after })
    }
  })

  test('a name may ask for 5 codes and try 15 codes an hour [A93, A96]', async () => {
    const user = await addUser(pool)
    for (const name of [user.username, 'nobody-forgets']) {
      for (let n = 0; n < 5; n++) await forgot(name)
      await expect(forgot(name)).rejects.toMatchObject(limit)
    }
    const code = await pool.newestCode()
    for (const name of [user.username, 'nobody-forgets']) {
      for (let n = 0; n < 15; n++) await expect(reset(name, other(code))).rejects.toMatchObject(mismatch)
      await expect(reset(name, code)).rejects.toMatchObject(limit)
    }
  })
})

describe('users who can not reset a password [A90]', () => {
  const cases: Record<string, Partial<User> & { attributes?: Record<string, string> }> = {
    disabled: { enabled: false },
    temporary: { status: 'FORCE_CHANGE_PASSWORD' },
    unverified: { attributes: { email: 'un@example.com' } },
    unreachable: { attributes: {} },
  }
  const reasons: Record<string, object> = {
    disabled: { name: 'NotAuthorizedException', message: 'User is disabled.' },
    temporary: { name: 'NotAuthorizedException', message: 'User password cannot be reset in the current state.' },
    unverified: { name: 'InvalidParameterException', message: expect.stringContaining('no registered/verified email') },
    unreachable: { name: 'InvalidParameterException' },
  }

  test.each(Object.keys(cases))(
    'a user who is %s gets the usual answer if the client conceals who exists',
    async (kind) => {
      const user = await addUser(pool, cases[kind])
      const sent = (await pool.mails()).length
      expect(await forgot(user.username)).toEqual({
        CodeDeliveryDetails: {
          Destination: expect.stringMatching(/^[a-z]\*\*\*@[a-z]\*\*\*$/),
          DeliveryMedium: 'EMAIL',
          AttributeName: 'email',
        },
      })
      expect(await pool.mails()).toHaveLength(sent)
      await expect(reset(user.username, '123456')).rejects.toMatchObject(mismatch)
      await expect(forgot(user.username, telling)).rejects.toMatchObject(reasons[kind] ?? {})
    },
  )

  test('an unknown name gets the usual answer, the same each time', async () => {
    const [first, second] = [await forgot('nobody-at-all'), await forgot('nobody-at-all')]
    expect(first).toEqual(second)
    expect((await forgot('grace@hopper.example')).CodeDeliveryDetails?.Destination).toBe('g***@h***')
    await expect(reset('nobody-at-all', '123456')).rejects.toMatchObject(mismatch)
    const known = await addUser(pool)
    await expect(reset(known.username, '123456')).rejects.toMatchObject(mismatch)
    for (const call of [forgot, (name: string, client: string) => reset(name, '123456', better, client)]) {
      await expect(call('nobody-at-all', telling)).rejects.toMatchObject({
        name: 'UserNotFoundException',
        message: 'Username/client id combination not found.',
      })
    }
    await expect(reset(known.username, '123456', better, telling)).rejects.toMatchObject(expired)
  })
})

describe('ChangePassword', () => {
  const change = (AccessToken: string, PreviousPassword: string | undefined, ProposedPassword = better) =>
    pool.api.call('ChangePassword', { AccessToken, PreviousPassword, ProposedPassword })

  test('replaces the password, keeps other sign-ins and voids a reset code [I6]', async () => {
    const user = await addUser(pool)
    const [here, there] = [await signIn(user.username), await signIn(user.username)]
    await forgot(user.username)
    expect(await change(here.access, password)).toEqual({})
    await expect(signIn(user.username)).rejects.toMatchObject(wrong)
    await expect(signIn(user.username, better)).resolves.toBeDefined()
    await expect(pool.api.call('GetUser', { AccessToken: there.access })).resolves.toBeDefined()
    await expect(reset(user.username, await pool.newestCode())).rejects.toMatchObject(mismatch)
  })

  test('needs the previous password and a new one that conforms to the policy', async () => {
    const user = await addUser(pool)
    const { access } = await signIn(user.username)
    await expect(change(access, undefined)).rejects.toMatchObject(wrong)
    await expect(change(access, 'Wrong-horse-1')).rejects.toMatchObject(wrong)
    await expect(change(access, password, 'weak')).rejects.toMatchObject({ name: 'InvalidPasswordException' })
    await expect(change('no.access.token', password)).rejects.toMatchObject({ message: 'Invalid Access Token' })
  })

  test('allows five tries an hour, and each wrong one counts as a failed sign-in [A93, A94]', async () => {
    const user = await addUser(pool)
    const { access } = await signIn(user.username)
    for (let n = 0; n < 5; n++) await expect(change(access, 'Wrong-horse-1')).rejects.toMatchObject(wrong)
    await expect(change(access, password)).rejects.toMatchObject(limit)
    await expect(signIn(user.username)).rejects.toMatchObject({ message: 'Password attempts exceeded' })
  })
})

describe('AdminSetUserPassword', () => {
  const set = (user: User, Password: string, Permanent?: boolean) =>
    pool.admin.call('AdminSetUserPassword', {
      UserPoolId: pool.userPoolId,
      Username: user.username,
      Password,
      Permanent,
    })

  test('with a permanent password confirms the user and ends the user’s sign-ins', async () => {
    const user = await addUser(pool)
    const { access } = await signIn(user.username)
    await set(user, better, true)
    await expect(signIn(user.username, better)).resolves.toBeDefined()
    await expect(pool.api.call('GetUser', { AccessToken: access })).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    })
    const fresh = await addUser(pool, { status: 'UNCONFIRMED' })
    await set(fresh, better, true)
    await expect(signIn(fresh.username, better)).resolves.toBeDefined()
  })

  test('with a temporary password requires a new one within seven days', async () => {
    const user = await addUser(pool)
    await set(user, better)
    const begin = () =>
      pool.api.call('InitiateAuth', {
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.username, PASSWORD: better },
      })
    await expect(begin()).resolves.toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED' })
    pool.clock.advance(7 * 24 * hour)
    await expect(begin()).rejects.toMatchObject({
      message: 'Temporary password has expired and must be reset by an administrator.',
    })
  })

  test('refuses a password that does not conform to the policy, and an unknown user', async () => {
    const user = await addUser(pool)
    await expect(set(user, 'weak', true)).rejects.toMatchObject({ name: 'InvalidPasswordException' })
    await expect(set({ ...user, username: 'nobody' }, better)).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    })
  })
})
