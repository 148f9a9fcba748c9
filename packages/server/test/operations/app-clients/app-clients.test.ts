import { beforeAll, describe, expect, test } from 'vitest'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

const describeClient = async (ClientId: string) =>
  (await pool.admin.call('DescribeUserPoolClient', { UserPoolId: pool.userPoolId, ClientId })).UserPoolClient

describe('CreateUserPoolClient and DescribeUserPoolClient', () => {
  test('a new client is described with AWS’s defaults and its secret', async () => {
    const { clientId, clientSecret } = await pool.addClient({ GenerateSecret: true, ClientName: 'shown' })
    expect(clientId).toMatch(/^[0-9a-z]{26}$/)
    expect(clientSecret).toMatch(/^[0-9a-z]{40,}$/)
    expect(await describeClient(clientId)).toMatchObject({
      ClientName: 'shown',
      ClientSecret: clientSecret,
      RefreshTokenValidity: 30,
      EnableTokenRevocation: true,
      AuthSessionValidity: 3,
    })
  })

  test('the database does not contain the secret in plain text', async () => {
    const { clientId, clientSecret } = await pool.addClient({ GenerateSecret: true })
    const rows = await pool.services.db.selectFrom('app_clients').selectAll().where('id', '=', clientId).execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(clientSecret)
  })

  test('a request may contain a secret, but not together with GenerateSecret', async () => {
    const ClientSecret = 'a'.repeat(40)
    expect((await pool.addClient({ ClientSecret })).clientSecret).toBe(ClientSecret)
    await expect(pool.addClient({ ClientSecret, GenerateSecret: true })).rejects.toThrow(/together/)
  })

  test.each([
    ['a callback URL with a fragment is refused [A04]', { CallbackURLs: ['https://app.example.com/cb#x'] }],
    ['a callback URL that runs code is refused [A05]', { CallbackURLs: ['javascript:alert(1)'] }],
    ['a callback URL with http is refused [A05]', { CallbackURLs: ['http://app.example.com/cb'] }],
    ['a sign-out URL that runs code is refused [A05]', { LogoutURLs: ['data:text/html,x'] }],
    [
      'a default redirect URI that is not a callback URL is refused',
      { DefaultRedirectURI: 'https://other.example.com/' },
    ],
    [
      'a client with OAuth flows but without scopes is refused',
      { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'], AllowedOAuthScopes: [] },
    ],
    [
      'a mix of old and new names of sign-in flows is refused',
      { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'ALLOW_USER_SRP_AUTH'] },
    ],
    [
      'a lifetime of a week for access tokens is refused',
      { AccessTokenValidity: 168, TokenValidityUnits: { AccessToken: 'hours' } },
    ],
    [
      'a lifetime of four minutes for ID tokens is refused',
      { IdTokenValidity: 4, TokenValidityUnits: { IdToken: 'minutes' } },
    ],
    [
      'a lifetime of refresh tokens that is shorter than that of access tokens is refused',
      { RefreshTokenValidity: 1, TokenValidityUnits: { RefreshToken: 'hours' }, AccessTokenValidity: 2 },
    ],
    ['an unknown attribute is refused', { ReadAttributes: ['custom:none'] }],
    ['write access to email_verified is refused [A69]', { WriteAttributes: ['email', 'email_verified'] }],
  ] as const)('%s', async (_case, settings) => {
    await expect(pool.addClient(structuredClone(settings) as never)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
  })

  test.each([
    ['AllowedOAuthFlows', { AllowedOAuthFlows: ['implicit'] }],
    ['ExplicitAuthFlows', { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] }],
    ['ExplicitAuthFlows', { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] }],
    ['EnableTokenRevocation', { EnableTokenRevocation: false }],
    ['RefreshTokenRotation', { RefreshTokenRotation: { Feature: 'ENABLED' } }],
    ['SupportedIdentityProviders', { SupportedIdentityProviders: ['Google'] }],
  ] as const)('%s is refused by name while Poolhouse does not support it', async (member, settings) => {
    await expect(pool.addClient(structuredClone(settings) as never)).rejects.toThrow(
      new RegExp(`${member}.*docs/compatibility\\.md`),
    )
  })
})

test('UpdateUserPoolClient replaces the configuration and keeps the secret', async () => {
  const { clientId, clientSecret } = await pool.addClient({ GenerateSecret: true, AccessTokenValidity: 2 })
  await pool.admin.call('UpdateUserPoolClient', {
    UserPoolId: pool.userPoolId,
    ClientId: clientId,
    ClientName: 'renamed',
    CallbackURLs: ['https://new.example.com/cb'],
  })
  const described = await describeClient(clientId)
  expect(described).toMatchObject({
    ClientName: 'renamed',
    ClientSecret: clientSecret,
    CallbackURLs: ['https://new.example.com/cb'],
    AllowedOAuthFlowsUserPoolClient: false,
  })
  expect(described?.AccessTokenValidity).toBeUndefined()
})

test('UpdateUserPoolClient accepts what DescribeUserPoolClient returns', async () => {
  const { clientId } = await pool.addClient({ GenerateSecret: true, LogoutURLs: ['https://app.example.com/'] })
  const before = await describeClient(clientId)
  const { ClientSecret, CreationDate, LastModifiedDate, ClientType, ...settings } = before ?? {}
  await pool.admin.call('UpdateUserPoolClient', { ...settings, UserPoolId: pool.userPoolId, ClientId: clientId })
  expect(await describeClient(clientId)).toEqual(before)
})

test('an operation on a client of another pool does not find the client', async () => {
  const { UserPool } = await pool.admin.call('CreateUserPool', { PoolName: 'other' })
  const foreign = { UserPoolId: UserPool?.Id ?? '', ClientId: pool.clientId }
  for (const operation of ['DescribeUserPoolClient', 'UpdateUserPoolClient', 'DeleteUserPoolClient'] as const) {
    await expect(pool.admin.call(operation, foreign)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  }
  expect(await describeClient(pool.clientId)).toMatchObject({ ClientName: 'test' })
})

test('ListUserPoolClients returns pages, and a client can be deleted only once', async () => {
  const { clientId } = await pool.addClient({ ClientName: 'last' })
  const seen: (string | undefined)[] = []
  let NextToken: string | undefined
  do {
    const page = await pool.admin.call('ListUserPoolClients', {
      UserPoolId: pool.userPoolId,
      MaxResults: 1,
      ...(NextToken && { NextToken }),
    })
    seen.push(...(page.UserPoolClients ?? []).map(({ ClientId }) => ClientId))
    NextToken = page.NextToken
  } while (NextToken)
  expect(seen.filter((id) => id === clientId)).toHaveLength(1)
  const named = { UserPoolId: pool.userPoolId, ClientId: clientId }
  await pool.admin.call('DeleteUserPoolClient', named)
  await expect(pool.admin.call('DeleteUserPoolClient', named)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
})
