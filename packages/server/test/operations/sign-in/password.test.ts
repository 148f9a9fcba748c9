import type { AuthFlowType } from '@poolhouse/contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { addUser, password } from '../../add-user.ts'
import { claimsOf } from '../../claims-of.ts'
import { startOfTime, startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
let concealing: string
let telling: string
beforeAll(async () => {
  pool = await startPool({ pool: { AliasAttributes: ['email'] } })
  concealing = pool.clientId
  telling = (await pool.addClient({ PreventUserExistenceErrors: 'LEGACY' })).clientId
})

const signIn = (USERNAME: string, PASSWORD = password, ClientId = concealing) =>
  pool.api.call('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } })

const signInAsOperator = (USERNAME: string, PASSWORD = password, ClientId = concealing) =>
  pool.admin.call('AdminInitiateAuth', {
    UserPoolId: pool.userPoolId,
    ClientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
  })

const doors = [
  ['InitiateAuth', signIn],
  ['AdminInitiateAuth', signInAsOperator],
] as const

describe.each(doors)('%s', (_, enter) => {
  test('signs in with username, verified alias and sub', async () => {
    const user = await addUser(pool)
    for (const name of [user.username, user.attributes['email'] ?? '', user.sub]) {
      const { AuthenticationResult, ChallengeParameters, ...rest } = await enter(name)
      expect(ChallengeParameters).toEqual({})
      expect(rest).toEqual({})
      expect(AuthenticationResult).toEqual({
        AccessToken: expect.any(String),
        IdToken: expect.any(String),
        RefreshToken: expect.any(String),
        ExpiresIn: 3600,
        TokenType: 'Bearer',
      })
      expect(claimsOf(AuthenticationResult?.AccessToken)).toMatchObject({
        sub: user.sub,
        username: user.username,
        client_id: concealing,
        scope: 'aws.cognito.signin.user.admin',
        token_use: 'access',
        iss: `https://sign-in.example.com/${pool.userPoolId}`,
        auth_time: startOfTime / 1000,
      })
      expect(claimsOf(AuthenticationResult?.IdToken)).toMatchObject({
        sub: user.sub,
        aud: concealing,
        email_verified: true,
        token_use: 'id',
        'cognito:username': user.username,
      })
    }
  })

  test('does not reveal the state of the account if the password is wrong', async () => {
    const states = [
      await addUser(pool, { enabled: false }),
      await addUser(pool, { status: 'UNCONFIRMED' }),
      await addUser(pool, { status: 'FORCE_CHANGE_PASSWORD', expiresAt: 1 }),
      await addUser(pool, { status: 'RESET_REQUIRED' }),
      await addUser(pool, { password: undefined }),
    ]
    for (const user of states) {
      await expect(enter(user.username, 'Wrong-horse-1')).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      })
    }
  })

  test('reveals the state of the account if the password is correct', async () => {
    const disabled = await addUser(pool, { enabled: false })
    await expect(enter(disabled.username)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User is disabled.',
    })
    const unconfirmed = await addUser(pool, { status: 'UNCONFIRMED' })
    await expect(enter(unconfirmed.username)).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    })
    const reset = await addUser(pool, { status: 'RESET_REQUIRED' })
    await expect(enter(reset.username)).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
      message: 'Password reset required for the user',
    })
    const late = await addUser(pool, { status: 'FORCE_CHANGE_PASSWORD', expiresAt: startOfTime - 1 })
    await expect(enter(late.username)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Temporary password has expired and must be reset by an administrator.',
    })
  })

  test('answers an unknown user like a wrong password if the client conceals who exists [A90]', async () => {
    await expect(enter('nobody-here')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    })
    await expect(enter('nobody-here', password, telling)).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    })
  })

  test('reveals RESET_REQUIRED with a wrong password if the client does not conceal who exists', async () => {
    const user = await addUser(pool, { status: 'RESET_REQUIRED' })
    await expect(enter(user.username, 'Wrong-horse-1', telling)).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
    })
  })
})

test('the answers to an unknown user and to a wrong password have the same headers and body [A90]', async () => {
  const user = await addUser(pool)
  const raw = async (USERNAME: string) => {
    const { statusCode, headers, body } = await pool.server.inject({
      method: 'POST',
      url: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      payload: JSON.stringify({
        ClientId: concealing,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD: 'Wrong-horse-1' },
      }),
    })
    const { 'x-amzn-requestid': _, date: __, ...same } = headers
    return { statusCode, headers: same, body }
  }
  expect(await raw('nobody-else')).toEqual(await raw(user.username))
})

test('one counter counts wrong passwords over all operations, clients, flows and aliases [A94]', async () => {
  const user = await addUser(pool)
  const wrong = 'Wrong-horse-1'
  const tries = [
    () => signIn(user.username, wrong),
    () => signIn(user.attributes['email'] ?? '', wrong),
    () => signIn(user.sub, wrong, telling),
    () => signInAsOperator(user.username, wrong),
    () => signInAsOperator(user.attributes['email'] ?? '', wrong, telling),
  ]
  for (const attempt of tries) {
    await expect(attempt()).rejects.toMatchObject({ message: 'Incorrect username or password.' })
  }
  for (const attempt of [() => signIn(user.sub), () => signInAsOperator(user.username)]) {
    await expect(attempt()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Password attempts exceeded',
    })
  }
  pool.clock.advance(1_000)
  await expect(signIn(user.username)).resolves.toHaveProperty('AuthenticationResult')
})

test('of 50 guesses at the same time, five are checked [A93]', async () => {
  const user = await addUser(pool)
  const guesses = Array.from({ length: 50 }, (_, number) => signIn(user.username, `Guess-number-${number}`))
  const messages = (await Promise.allSettled(guesses)).map((result) => String(Object(result).reason?.message))
  expect(messages.filter((message) => message === 'Incorrect username or password.')).toHaveLength(5)
  expect(messages.filter((message) => message === 'Password attempts exceeded')).toHaveLength(45)
})

test('a password is compared to its last byte [A105]', async () => {
  const long = `Aa1!${'ä'.repeat(120)}`
  const user = await addUser(pool, { plainPassword: `${long}x` })
  await expect(signIn(user.username, `${long}y`)).rejects.toMatchObject({ message: 'Incorrect username or password.' })
  await expect(signIn(user.username, long)).rejects.toMatchObject({ message: 'Incorrect username or password.' })
  await expect(signIn(user.username, `${long}x`)).resolves.toHaveProperty('AuthenticationResult')
})

test('a client can not use a flow that it does not allow', async () => {
  const user = await addUser(pool)
  const { clientId } = await pool.addClient({ ExplicitAuthFlows: undefined })
  await expect(signIn(user.username, password, clientId)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'USER_PASSWORD_AUTH flow not enabled for this client',
  })
  await expect(signInAsOperator(user.username, password, clientId)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Auth flow not enabled for this client',
  })
})

test('a flow does not work with the operation that it does not belong to', async () => {
  const AuthParameters = { USERNAME: 'a', PASSWORD: password }
  const { userPoolId: UserPoolId } = pool
  const refused = { name: 'InvalidParameterException', message: 'Initiate Auth method not supported.' }
  for (const AuthFlow of ['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'] as const) {
    const call = pool.api.call('InitiateAuth', { ClientId: concealing, AuthFlow, AuthParameters })
    await expect(call).rejects.toMatchObject(refused)
  }
  const input = { UserPoolId, ClientId: concealing, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters } as const
  await expect(pool.admin.call('AdminInitiateAuth', input)).rejects.toMatchObject(refused)
})

test('AdminInitiateAuth accepts the old name of its flow', async () => {
  const user = await addUser(pool)
  const AuthParameters = { USERNAME: user.username, PASSWORD: password }
  const { userPoolId: UserPoolId } = pool
  const input = { UserPoolId, ClientId: concealing, AuthFlow: 'ADMIN_NO_SRP_AUTH', AuthParameters } as const
  await expect(pool.admin.call('AdminInitiateAuth', input)).resolves.toHaveProperty('AuthenticationResult')
})

test.each<AuthFlowType>(['CUSTOM_AUTH', 'USER_AUTH'])(
  '%s is refused by name because it is not supported',
  async (AuthFlow) => {
    const call = pool.api.call('InitiateAuth', { ClientId: concealing, AuthFlow, AuthParameters: { USERNAME: 'a' } })
    await expect(call).rejects.toMatchObject({ message: expect.stringContaining(AuthFlow) })
    await expect(call).rejects.toMatchObject({ message: expect.stringContaining('docs/compatibility.md') })
  },
)

test('parameters that would change the sign-in are refused by name, and hints are accepted', async () => {
  const user = await addUser(pool)
  const input = {
    ClientId: concealing,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: user.username, PASSWORD: password },
  } as const
  const device = { ...input.AuthParameters, DEVICE_KEY: 'us-east-1_x' }
  await expect(pool.api.call('InitiateAuth', { ...input, AuthParameters: device })).rejects.toMatchObject({
    message: expect.stringContaining('DEVICE_KEY'),
  })
  await expect(pool.api.call('InitiateAuth', { ...input, Session: 's'.repeat(20) })).rejects.toMatchObject({
    message: expect.stringContaining('Session'),
  })
  const hints = {
    ClientMetadata: { any: 'thing' },
    AnalyticsMetadata: { AnalyticsEndpointId: 'x' },
    UserContextData: { EncodedData: 'x' },
  }
  await expect(pool.api.call('InitiateAuth', { ...input, ...hints })).resolves.toHaveProperty('AuthenticationResult')
})

test.each([
  ['USERNAME', { PASSWORD: password }],
  ['PASSWORD', { USERNAME: 'a' }],
])('a sign-in without %s is refused', async (name, AuthParameters) => {
  const call = pool.api.call('InitiateAuth', { ClientId: concealing, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })
  await expect(call).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: `Missing required parameter ${name}`,
  })
})

test('AdminInitiateAuth does not find a client of another pool or an unknown pool', async () => {
  const { UserPool } = await pool.admin.call('CreateUserPool', { PoolName: 'other' })
  const input = { ClientId: concealing, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' } as const
  const elsewhere = pool.admin.call('AdminInitiateAuth', { ...input, UserPoolId: UserPool?.Id ?? '' })
  await expect(elsewhere).rejects.toMatchObject({ message: `User pool client ${concealing} does not exist.` })
  const nowhere = pool.admin.call('AdminInitiateAuth', { ...input, UserPoolId: 'us-east-1_000000000' })
  await expect(nowhere).rejects.toMatchObject({ message: 'User pool us-east-1_000000000 does not exist.' })
})

test('AdminInitiateAuth without a signature is refused', async () => {
  const input = { UserPoolId: pool.userPoolId, ClientId: concealing, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' } as const
  await expect(pool.api.call('AdminInitiateAuth', input)).rejects.toMatchObject({
    name: 'MissingAuthenticationTokenException',
  })
})

test('the log contains no password', async () => {
  expect(JSON.stringify(pool.log.entries)).not.toContain(password)
})
