import { beforeAll, describe, expect, test } from 'vitest'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

const describeClient = async (ClientId: string) =>
  (await pool.admin.call('DescribeUserPoolClient', { UserPoolId: pool.userPoolId, ClientId })).UserPoolClient

describe('CreateUserPoolClient and DescribeUserPoolClient', () => {
  test('a client is described as it was made, with AWS’s defaults, and its secret is shown again', async () => {
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

  test('the secret does not lie in the database as it is', async () => {
    const { clientId, clientSecret } = await pool.addClient({ GenerateSecret: true })
    const rows = await pool.services.db.selectFrom('app_clients').selectAll().where('id', '=', clientId).execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(clientSecret)
  })

  test('a secret of one’s own is taken, but not together with a made one', async () => {
    const ClientSecret = 'a'.repeat(40)
    expect((await pool.addClient({ ClientSecret })).clientSecret).toBe(ClientSecret)
    await expect(pool.addClient({ ClientSecret, GenerateSecret: true })).rejects.toThrow(/together/)
  })

  test.each([
    ['A04', { CallbackURLs: ['https://app.example.com/cb#x'] }],
    ['A05', { CallbackURLs: ['javascript:alert(1)'] }],
    ['A05', { CallbackURLs: ['http://app.example.com/cb'] }],
    ['A05', { LogoutURLs: ['data:text/html,x'] }],
    ['a default that is no callback', { DefaultRedirectURI: 'https://other.example.com/' }],
    [
      'flows without scopes',
      { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'], AllowedOAuthScopes: [] },
    ],
    ['mixed generations of flows', { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'ALLOW_USER_SRP_AUTH'] }],
    ['access tokens of a week', { AccessTokenValidity: 168, TokenValidityUnits: { AccessToken: 'hours' } }],
    ['ID tokens of four minutes', { IdTokenValidity: 4, TokenValidityUnits: { IdToken: 'minutes' } }],
    [
      'refresh tokens shorter than access tokens',
      { RefreshTokenValidity: 1, TokenValidityUnits: { RefreshToken: 'hours' }, AccessTokenValidity: 2 },
    ],
    ['unknown attributes', { ReadAttributes: ['custom:none'] }],
    ['A69 writable verification', { WriteAttributes: ['email', 'email_verified'] }],
  ] as const)('%s is refused', async (_case, settings) => {
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
  ] as const)('%s, not acted on yet, is refused by name', async (member, settings) => {
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

test('what Describe tells can be given back to Update', async () => {
  const { clientId } = await pool.addClient({ GenerateSecret: true, LogoutURLs: ['https://app.example.com/'] })
  const before = await describeClient(clientId)
  const { ClientSecret, CreationDate, LastModifiedDate, ClientType, ...settings } = before ?? {}
  await pool.admin.call('UpdateUserPoolClient', { ...settings, UserPoolId: pool.userPoolId, ClientId: clientId })
  expect(await describeClient(clientId)).toEqual(before)
})

test('a client of another pool is unknown here', async () => {
  const { UserPool } = await pool.admin.call('CreateUserPool', { PoolName: 'other' })
  const foreign = { UserPoolId: UserPool?.Id ?? '', ClientId: pool.clientId }
  for (const operation of ['DescribeUserPoolClient', 'UpdateUserPoolClient', 'DeleteUserPoolClient'] as const) {
    await expect(pool.admin.call(operation, foreign)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  }
  expect(await describeClient(pool.clientId)).toMatchObject({ ClientName: 'test' })
})

test('clients are listed by pages and deleted once', async () => {
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
