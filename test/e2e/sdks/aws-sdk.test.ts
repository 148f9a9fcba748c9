import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  DescribeUserPoolClientCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  NotAuthorizedException,
  paginateListUsers,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  UserNotConfirmedException,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addUser } from '../support/add-user.ts'
import { createPool, type Poolhouse, startPoolhouse } from '../support/poolhouse.ts'

let poolhouse: Poolhouse
let client: CognitoIdentityProviderClient
let pool: Awaited<ReturnType<typeof createPool>>
const email = 'ada@example.com'
const password = 'Correct-horse-9'

beforeAll(async () => {
  poolhouse = await startPoolhouse()
  client = poolhouse.client
  pool = await createPool(client)
  await addUser(client, { userPoolId: pool.userPoolId, email, password })
})
afterAll(() => poolhouse?.close())

const signIn = (name: string, secret: string) =>
  client.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: name, PASSWORD: secret },
    }),
  )
const refresh = (token: string) =>
  client.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: token },
    }),
  )

describe('@aws-sdk/client-cognito-identity-provider, with only the endpoint set [K05]', () => {
  test('reads the pool, the client and the user that it created', async () => {
    const { UserPoolClient } = await client.send(
      new DescribeUserPoolClientCommand({ UserPoolId: pool.userPoolId, ClientId: pool.clientId }),
    )
    expect(UserPoolClient).toMatchObject({ ClientName: 'e2e', UserPoolId: pool.userPoolId })
    expect(UserPoolClient?.CreationDate).toBeInstanceOf(Date)
    const user = await client.send(new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: email }))
    expect(user).toMatchObject({ UserStatus: 'CONFIRMED', Enabled: true })
    expect(user.UserAttributes).toContainEqual({ Name: 'email', Value: email })
  })

  test('signs in, reads the user, refreshes, and signs out', async () => {
    const { AuthenticationResult: first } = await signIn(email, password)
    expect(first).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 })
    const who = await client.send(new GetUserCommand({ AccessToken: first?.AccessToken }))
    expect(who.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })

    const { AuthenticationResult: second } = await refresh(first?.RefreshToken ?? '')
    expect(second?.AccessToken).toEqual(expect.any(String))
    expect(second?.AccessToken).not.toBe(first?.AccessToken)
    expect(second?.RefreshToken).toBeUndefined()

    await client.send(new GlobalSignOutCommand({ AccessToken: second?.AccessToken }))
    await expect(refresh(first?.RefreshToken ?? '')).rejects.toBeInstanceOf(NotAuthorizedException)
    await expect(client.send(new GetUserCommand({ AccessToken: first?.AccessToken }))).rejects.toBeInstanceOf(
      NotAuthorizedException,
    )
  })

  test('revokes one refresh token and its access tokens', async () => {
    const { AuthenticationResult: one } = await signIn(email, password)
    const { AuthenticationResult: other } = await signIn(email, password)
    await client.send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: one?.RefreshToken }))
    await expect(refresh(one?.RefreshToken ?? '')).rejects.toBeInstanceOf(NotAuthorizedException)
    await expect(refresh(other?.RefreshToken ?? '')).resolves.toHaveProperty('AuthenticationResult.AccessToken')
  })

  test('throws errors of the right classes', async () => {
    await expect(signIn(email, 'Wrong-horse-9')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
      $metadata: { httpStatusCode: 400, requestId: expect.any(String) },
    })
    await expect(signIn('nobody@example.com', password)).rejects.toBeInstanceOf(NotAuthorizedException)
    await expect(
      client.send(new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: 'nobody@example.com' })),
    ).rejects.toBeInstanceOf(UserNotFoundException)
    await expect(
      client.send(new SignUpCommand({ ClientId: pool.clientId, Username: email, Password: password })),
    ).rejects.toBeInstanceOf(UsernameExistsException)
  })

  test('signs up, is refused, confirms, and signs in', async () => {
    const Username = 'grace@example.com'
    const answer = await client.send(new SignUpCommand({ ClientId: pool.clientId, Username, Password: password }))
    expect(answer).toMatchObject({
      UserConfirmed: false,
      CodeDeliveryDetails: { DeliveryMedium: 'EMAIL', Destination: 'g***@e***' },
    })
    await expect(signIn(Username, password)).rejects.toBeInstanceOf(UserNotConfirmedException)
    const ConfirmationCode = await poolhouse.code(Username)
    await client.send(new ConfirmSignUpCommand({ ClientId: pool.clientId, Username, ConfirmationCode }))
    await expect(signIn(Username, password)).resolves.toHaveProperty('AuthenticationResult.IdToken')
  })

  test('answers a challenge with its session', async () => {
    const Username = 'temporary@example.com'
    await client.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.userPoolId,
        Username,
        TemporaryPassword: 'For-now-only-1',
        MessageAction: 'SUPPRESS',
      }),
    )
    const challenge = await signIn(Username, 'For-now-only-1')
    expect(challenge.ChallengeName).toBe('NEW_PASSWORD_REQUIRED')
    const { AuthenticationResult } = await client.send(
      new RespondToAuthChallengeCommand({
        ClientId: pool.clientId,
        ChallengeName: challenge.ChallengeName,
        Session: challenge.Session,
        ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: password },
      }),
    )
    expect(AuthenticationResult?.RefreshToken).toEqual(expect.any(String))
  })

  test('lists each user once with its paginator', async () => {
    const paged = await createPool(client)
    const names = Array.from({ length: 7 }, (_, index) => `user-${index}@example.com`)
    for (const Username of names) {
      await client.send(
        new AdminCreateUserCommand({ UserPoolId: paged.userPoolId, Username, MessageAction: 'SUPPRESS' }),
      )
    }
    const pages: number[] = []
    const seen: (string | undefined)[] = []
    for await (const page of paginateListUsers({ client, pageSize: 3 }, { UserPoolId: paged.userPoolId, Limit: 3 })) {
      pages.push(page.Users?.length ?? 0)
      for (const user of page.Users ?? []) seen.push(user.Attributes?.find(({ Name }) => Name === 'email')?.Value)
    }
    expect(pages.slice(0, 2)).toEqual([3, 3])
    expect(seen.toSorted()).toEqual(names)
  })

  test('is refused with a wrong secret key', async () => {
    const stranger = new CognitoIdentityProviderClient({
      endpoint: poolhouse.baseUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    })
    await expect(
      stranger.send(new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: email })),
    ).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
    stranger.destroy()
  })
})
