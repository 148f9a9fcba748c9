import { beforeAll, describe, expect, test } from 'vitest'
import { findUserByName } from '#records/users/sign-in-name'
import { countUsers } from '#records/users/users'
import { startPool, type TestPool } from '../../start-pool.ts'

const password = 'Correct-horse-1'

describe('in a pool whose users sign up with an e-mail address', () => {
  let pool: TestPool
  beforeAll(async () => {
    pool = await startPool({
      pool: {
        UsernameAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
        AutoVerifiedAttributes: ['email'],
        Schema: [{ Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true }],
      },
    })
  })
  const signUp = (Username: string, more: object = {}) =>
    pool.api.call('SignUp', { ClientId: pool.clientId, Username, Password: password, ...more })

  test('a user signs up, gets a code by mail and has the sub as username', async () => {
    const answer = await signUp('Ada@example.com')
    expect(answer).toEqual({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      CodeDeliveryDetails: { Destination: 'A***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    })
    const mail = (await pool.mails()).at(-1)
    expect(mail).toMatchObject({ to: 'Ada@example.com', subject: 'Your verification code' })
    expect(mail?.text).toMatch(/\n {4}\d{6}\n/)
    const user = await pool.admin.call('AdminGetUser', { UserPoolId: pool.userPoolId, Username: 'ada@EXAMPLE.com' })
    expect(user).toMatchObject({ Username: answer.UserSub, UserStatus: 'UNCONFIRMED', Enabled: true })
    expect(user.UserAttributes).toEqual([
      { Name: 'sub', Value: answer.UserSub },
      { Name: 'email', Value: 'Ada@example.com' },
    ])
  })

  test('an address can sign up only once, in any letter case [A73]', async () => {
    await signUp('case@example.com')
    await expect(signUp('CASE@Example.com')).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    })
  })

  test('addresses that look the same but differ belong to different users [A72]', async () => {
    await signUp('anna@example.com')
    await expect(signUp('аnna@example.com')).resolves.toMatchObject({ UserConfirmed: false })
    await expect(signUp('anna@exämple.com')).resolves.toMatchObject({ UserConfirmed: false })
  })

  test.each([
    ['bob', 'Username should be an email.'],
    ['a@b', 'Username should be an email.'],
    ['a@b.example,c@d.example', 'Username should be an email.'],
  ])('%s is refused as an e-mail address [A109]', async (name, message) => {
    await expect(signUp(name)).rejects.toMatchObject({ name: 'InvalidParameterException', message })
  })

  test('a username or address with hidden characters or line ends is refused [A70, A109]', async () => {
    const before = await countUsers(pool.services.db, pool.userPoolId)
    for (const name of [
      'a\r\nBcc: x@y.example',
      'a\u0000@b.example',
      'a\u202e@b.example',
      'a\u200b@b.example',
      '\ud800@b.example',
    ]) {
      await expect(signUp(name)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    }
    await expect(
      signUp('line@example.com', {
        UserAttributes: [{ Name: 'email', Value: 'line@example.com\r\nBcc: x@y.example' }],
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' })
    expect(await countUsers(pool.services.db, pool.userPoolId)).toBe(before)
  })

  test('the attribute email must be equal to the username', async () => {
    const email = (Value: string) => ({ UserAttributes: [{ Name: 'email', Value }] })
    await expect(signUp('twice@example.com', email('other@example.com'))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    await expect(signUp('twice@example.com', email('twice@example.com'))).resolves.toBeDefined()
  })

  test('a password that does not conform to the policy is refused, and no user is stored [A105]', async () => {
    await expect(signUp('weak@example.com', { Password: 'short' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password not long enough',
    })
    await expect(signUp('weak@example.com', { Password: undefined })).rejects.toMatchObject({
      message: "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
    })
    const stored = await findUserByName(pool.services.db, { ...(await poolRecord(pool)) }, 'weak@example.com')
    expect(stored).toBeUndefined()
  })

  test('of many sign-ups with one name at the same time, exactly one succeeds [I1]', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => signUp('race@example.com')))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'UsernameExistsException' })
    }
  })
})

const poolRecord = async (pool: TestPool) => {
  const { loadUserPool } = await import('#flows/user-pools/load-user-pool')
  return await loadUserPool(pool.services, pool.userPoolId)
}

describe('in a pool whose users choose a username', () => {
  let pool: TestPool
  beforeAll(async () => {
    pool = await startPool({
      pool: {
        AliasAttributes: ['email', 'preferred_username'],
        AutoVerifiedAttributes: ['email'],
        Schema: [
          { Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true },
          { Name: 'team', AttributeDataType: 'String', Mutable: true },
          { Name: 'level', AttributeDataType: 'Number', Mutable: true, NumberAttributeConstraints: { MaxValue: '9' } },
        ],
      },
      client: { WriteAttributes: ['email', 'name', 'birthdate', 'preferred_username', 'custom:level'] },
    })
  })
  const signUp = (Username: string, attributes: Record<string, string> = {}) =>
    pool.api.call('SignUp', {
      ClientId: pool.clientId,
      Username,
      Password: password,
      UserAttributes: Object.entries({ email: 'someone@example.com', ...attributes }).map(([Name, Value]) => ({
        Name,
        Value,
      })),
    })

  test.each([
    ['sub', '00000000-0000-4000-8000-000000000000', 'InvalidParameterException'],
    ['email_verified', 'true', 'NotAuthorizedException'],
    ['phone_number_verified', 'true', 'NotAuthorizedException'],
    ['cognito:user_status', 'CONFIRMED', 'InvalidParameterException'],
    ['identities', '[]', 'InvalidParameterException'],
    ['UserStatus', 'CONFIRMED', 'InvalidParameterException'],
    ['__proto__', 'x', 'InvalidParameterException'],
    ['custom:team', 'red', 'NotAuthorizedException'],
    ['given_name', 'Ada', 'NotAuthorizedException'],
  ])('a user can not set %s at sign-up [A69]', async (name, value, exception) => {
    const before = await countUsers(pool.services.db, pool.userPoolId)
    await expect(signUp('mallory', { [name]: value })).rejects.toMatchObject({ name: exception })
    expect(await countUsers(pool.services.db, pool.userPoolId)).toBe(before)
  })

  test.each([
    [{ email: 'no address' }, 'Invalid email address format.'],
    [{ email: '' }, 'Attributes did not conform to the schema: email: The attribute is required'],
    [
      { birthdate: '1815' },
      'Attributes did not conform to the schema: birthdate: String must be longer than 10 characters.',
    ],
    [
      { 'custom:level': 'ten' },
      'Attributes did not conform to the schema: custom:level: Number is not of the right form.',
    ],
    [{ 'custom:level': '10' }, 'Attributes did not conform to the schema: custom:level: Number must be at most 9.'],
  ])('the attributes %j are refused by the schema', async (attributes, message) => {
    await expect(signUp('schema', attributes)).rejects.toMatchObject({ name: 'InvalidParameterException', message })
  })

  test('characters that the database can not store are refused [A70]', async () => {
    for (const name of ['a\u0000b', 'a\ud800b']) {
      await expect(signUp('schema', { name })).rejects.toMatchObject({ name: 'InvalidParameterException' })
    }
  })

  test('an e-mail address is refused as username, and preferred_username is refused at sign-up', async () => {
    await expect(signUp('ada@example.com')).rejects.toMatchObject({
      message: 'Username cannot be of email format, since user pool is configured for email alias.',
    })
    await expect(signUp('prefers', { preferred_username: 'p' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
  })

  test('in a case-sensitive pool Alice and alice are different users [A73]', async () => {
    await signUp('Alice')
    await expect(signUp('Alice')).rejects.toMatchObject({ message: 'User already exists' })
    await expect(signUp('alice')).resolves.toBeDefined()
  })

  test('the sub of another user is refused as username', async () => {
    const { UserSub } = await signUp('owner')
    await expect(signUp(UserSub)).rejects.toMatchObject({ name: 'UsernameExistsException' })
  })

  test('parameters that are not supported are refused by name [A69]', async () => {
    await expect(
      pool.api.call('SignUp', {
        ClientId: pool.clientId,
        Username: 'v',
        Password: password,
        ValidationData: [{ Name: 'invite', Value: '1' }],
      }),
    ).rejects.toMatchObject({ message: expect.stringContaining('ValidationData') })
  })
})

test('SignUp is refused if only administrators may create users', async () => {
  const pool = await startPool({ pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } })
  await expect(
    pool.api.call('SignUp', { ClientId: pool.clientId, Username: 'ada', Password: password }),
  ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'SignUp is not permitted for this user pool' })
})

test('a client with a secret must send the SECRET_HASH', async () => {
  const pool = await startPool({ client: { GenerateSecret: true } })
  const signUp = (SecretHash?: string) =>
    pool.api.call('SignUp', { ClientId: pool.clientId, Username: 'ada', Password: password, SecretHash })
  await expect(signUp()).rejects.toMatchObject({
    message: `Client ${pool.clientId} is configured with secret but SECRET_HASH was not received`,
  })
  await expect(signUp('d3Jvbmc=')).rejects.toMatchObject({
    message: `Unable to verify secret hash for client ${pool.clientId}`,
  })
  const { secretHash } = await import('#foundation/crypto/secret-hash')
  const hash = secretHash({ username: 'ada', clientId: pool.clientId, clientSecret: pool.clientSecret ?? '' })
  await expect(signUp(hash)).resolves.toMatchObject({ UserConfirmed: false })
})

test('a pool that verifies no attribute sends no code', async () => {
  const pool = await startPool()
  const answer = await pool.api.call('SignUp', {
    ClientId: pool.clientId,
    Username: 'ada',
    Password: password,
    UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }],
  })
  expect(answer).toEqual({ UserConfirmed: false, UserSub: expect.any(String) })
  expect(await pool.mails()).toEqual([])
})
