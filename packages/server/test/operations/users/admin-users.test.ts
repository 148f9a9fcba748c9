import { beforeAll, describe, expect, test } from 'vitest'
import type { TriggerEvent } from '#outbound/triggers/trigger'
import { addUser, password } from '../../add-user.ts'
import { startOfTime, startPool, type TestPool } from '../../start-pool.ts'

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:welcome'
const day = 24 * 60 * 60_000

let pool: TestPool
const events: TriggerEvent[] = []
beforeAll(async () => {
  pool = await startPool({
    pool: {
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      LambdaConfig: { PostConfirmation: arn },
      Policies: { PasswordPolicy: { MinimumLength: 20, TemporaryPasswordValidityDays: 2 } },
      AdminCreateUserConfig: {
        InviteMessageTemplate: { EmailSubject: 'Come in', EmailMessage: 'Hello {username}, {####}' },
      },
      Schema: [{ Name: 'badge', AttributeDataType: 'String', Mutable: false }],
    },
    triggers: {
      async invoke(_, event) {
        events.push(event)
        return event
      },
    },
  })
})

const own = 'A-long-enough-Password-1'
const of = (Username: string) => ({ UserPoolId: pool.userPoolId, Username })
const attributes = (values: Record<string, string>) => Object.entries(values).map(([Name, Value]) => ({ Name, Value }))
const create = (email: string, more: object = {}) =>
  pool.admin.call('AdminCreateUser', { ...of(email), UserAttributes: attributes({ email }), ...more })
const begin = (USERNAME: string, PASSWORD: string) =>
  pool.api.call('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
  })

describe('AdminCreateUser', () => {
  test('sends a temporary password by mail that works for the days that the pool configures', async () => {
    const { User } = await create('ada@example.com')
    expect(User).toEqual({
      Username: expect.stringMatching(/^[0-9a-f-]{36}$/),
      Attributes: attributes({ sub: User?.Username ?? '', email: 'ada@example.com' }),
      UserCreateDate: startOfTime / 1000,
      UserLastModifiedDate: startOfTime / 1000,
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
    })
    const mail = (await pool.mails()).at(-1)
    expect(mail).toMatchObject({ to: 'ada@example.com', subject: 'Come in' })
    const temporary = /^Hello ada@example\.com, (\S{20})$/.exec(mail?.text ?? '')?.[1] ?? ''
    await expect(begin('ada@example.com', temporary)).resolves.toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED' })
    pool.clock.advance(2 * day)
    await expect(begin('ada@example.com', temporary)).rejects.toMatchObject({
      message: expect.stringContaining('Temporary password has expired'),
    })
    pool.clock.set(startOfTime)
  })

  test('sends no mail with SUPPRESS and another with RESEND, but only while the password is temporary', async () => {
    const sent = (await pool.mails()).length
    await create('bob@example.com', { MessageAction: 'SUPPRESS', TemporaryPassword: own })
    expect(await pool.mails()).toHaveLength(sent)
    await expect(begin('bob@example.com', own)).resolves.toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED' })
    await pool.admin.call('AdminCreateUser', { ...of('bob@example.com'), MessageAction: 'RESEND' })
    expect(await pool.mails()).toHaveLength(sent + 1)
    await expect(begin('bob@example.com', own)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
    await pool.admin.call('AdminSetUserPassword', { ...of('bob@example.com'), Password: own, Permanent: true })
    await expect(
      pool.admin.call('AdminCreateUser', { ...of('bob@example.com'), MessageAction: 'RESEND' }),
    ).rejects.toMatchObject({
      name: 'UnsupportedUserStateException',
      message: 'Resend not possible. bob@example.com status is not FORCE_CHANGE_PASSWORD',
    })
    await expect(
      pool.admin.call('AdminCreateUser', { ...of('none@example.com'), MessageAction: 'RESEND' }),
    ).rejects.toMatchObject({ name: 'UserNotFoundException' })
  })

  test('refuses an existing name in any letter case, and a refused request creates no user [A73]', async () => {
    await create('carol@example.com')
    await expect(create('CAROL@example.com')).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'User account already exists',
    })
    await expect(create('weak@example.com', { TemporaryPassword: 'weak' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    })
    await expect(create('sms@example.com', { DesiredDeliveryMediums: ['SMS'] })).rejects.toMatchObject({
      message: expect.stringContaining('DesiredDeliveryMediums=SMS'),
    })
    for (const name of ['weak@example.com', 'sms@example.com']) {
      await expect(pool.admin.call('AdminGetUser', of(name))).rejects.toMatchObject({ name: 'UserNotFoundException' })
    }
  })

  test('an administrator may set email_verified but not sub', async () => {
    await create('vera@example.com', {
      UserAttributes: attributes({ email: 'vera@example.com', email_verified: 'true' }),
    })
    const { UserAttributes } = await pool.admin.call('AdminGetUser', of('vera@example.com'))
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })
    await expect(
      create('sub@example.com', { UserAttributes: attributes({ sub: '00000000-0000-4000-8000-000000000000' }) }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })
})

describe('AdminUpdateUserAttributes', () => {
  const update = (name: string, values: Record<string, string>) =>
    pool.admin.call('AdminUpdateUserAttributes', { ...of(name), UserAttributes: attributes(values) })
  const read = async (name: string) => {
    const { UserAttributes = [] } = await pool.admin.call('AdminGetUser', of(name))
    return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
  }

  test('a changed address is unverified and replaces the old sign-in name [A106]', async () => {
    await create('dora@example.com', { UserAttributes: attributes({ email_verified: 'true' }) })
    await update('dora@example.com', { email: 'dora@new.example' })
    expect(await read('dora@new.example')).toMatchObject({ email: 'dora@new.example', email_verified: 'false' })
    await expect(read('dora@example.com')).rejects.toMatchObject({ name: 'UserNotFoundException' })
    await expect(create('dora@example.com')).resolves.toBeDefined()
    await update('dora@new.example', { email_verified: 'true' })
    await update('dora@new.example', { email: 'dora@newest.example', email_verified: 'true' })
    expect(await read('dora@newest.example')).toMatchObject({ email_verified: 'true' })
  })

  test('an address of another user is refused, and no attribute changes [A74]', async () => {
    await create('erin@example.com')
    await create('eve@example.com')
    await expect(update('eve@example.com', { name: 'Erin', email: 'ERIN@example.com' })).rejects.toMatchObject({
      name: 'AliasExistsException',
    })
    expect(await read('eve@example.com')).not.toHaveProperty('name')
  })

  test('immutable and required attributes can not change or be removed, and an empty value removes others', async () => {
    await create('finn@example.com', { UserAttributes: attributes({ name: 'Finn', 'custom:badge': '7' }) })
    await expect(update('finn@example.com', { 'custom:badge': '8' })).rejects.toMatchObject({
      message: 'user.custom:badge: Attribute cannot be updated.',
    })
    await expect(update('finn@example.com', { email: '' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
    await expect(update('finn@example.com', { sub: 'x' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
    await update('finn@example.com', { name: '' })
    expect(await read('finn@example.com')).not.toHaveProperty('name')
  })
})

describe('AdminConfirmSignUp', () => {
  test('confirms without a code, calls the function, verifies no attribute and voids the code', async () => {
    await pool.api.call('SignUp', { ClientId: pool.clientId, Username: 'gil@example.com', Password: own })
    const code = await pool.newestCode()
    events.length = 0
    await pool.admin.call('AdminConfirmSignUp', of('gil@example.com'))
    const user = await pool.admin.call('AdminGetUser', of('gil@example.com'))
    expect(user.UserStatus).toBe('CONFIRMED')
    expect(user.UserAttributes?.map(({ Name }) => Name)).not.toContain('email_verified')
    expect(events).toMatchObject([
      {
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
      },
    ])
    await expect(
      pool.api.call('ConfirmSignUp', { ClientId: pool.clientId, Username: 'gil@example.com', ConfirmationCode: code }),
    ).rejects.toMatchObject({ name: 'CodeMismatchException' })
    await expect(pool.admin.call('AdminConfirmSignUp', of('gil@example.com'))).rejects.toMatchObject({
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    })
    await expect(begin('gil@example.com', own)).resolves.toMatchObject({ AuthenticationResult: {} })
  })
})

describe('disabled and deleted users [I7]', () => {
  test('AdminDisableUser ends tokens and refuses sign-ins until AdminEnableUser allows them', async () => {
    const user = await addUser(pool, { plainPassword: own })
    const { AuthenticationResult } = await begin(user.sub, own)
    const AccessToken = AuthenticationResult?.AccessToken ?? ''
    await pool.admin.call('AdminDisableUser', of(user.sub))
    await pool.admin.call('AdminDisableUser', of(user.sub))
    await expect(pool.api.call('GetUser', { AccessToken })).rejects.toMatchObject({ name: 'NotAuthorizedException' })
    await expect(begin(user.sub, own)).rejects.toMatchObject({ message: 'User is disabled.' })
    await expect(pool.admin.call('AdminGetUser', of(user.sub))).resolves.toMatchObject({ Enabled: false })
    await pool.admin.call('AdminEnableUser', of(user.sub))
    await expect(begin(user.sub, own)).resolves.toMatchObject({ AuthenticationResult: {} })
    await expect(pool.api.call('GetUser', { AccessToken })).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    })
  })

  test('AdminDeleteUser deletes the user, and the name can be used again', async () => {
    await create('hal@example.com')
    await pool.admin.call('AdminDeleteUser', of('hal@example.com'))
    await expect(pool.admin.call('AdminDeleteUser', of('hal@example.com'))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    })
    await expect(create('hal@example.com')).resolves.toBeDefined()
  })
})

test('unsigned calls are refused [A80]', async () => {
  const user = await addUser(pool, { plainPassword: own })
  for (const name of ['AdminGetUser', 'AdminDeleteUser', 'AdminDisableUser', 'ListUsers'] as const) {
    await expect(pool.api.call(name, of(user.sub))).rejects.toMatchObject({
      name: 'MissingAuthenticationTokenException',
    })
  }
  expect(password).not.toBe(own)
  await expect(pool.admin.call('AdminGetUser', of(user.sub))).resolves.toMatchObject({ Enabled: true })
})
