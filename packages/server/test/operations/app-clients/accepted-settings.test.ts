import { beforeAll, describe, expect, test } from 'vitest'
import { CreateUserPoolClient } from '#fronts/aws-json/operations/app-clients/create-user-pool-client'
import { UpdateUserPoolClient } from '#fronts/aws-json/operations/app-clients/update-user-pool-client'
import { findAppClient } from '#records/app-clients/app-clients'
import { requestsOf } from '../../accepted-requests.ts'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

const describeClient = async (ClientId = '') =>
  (await pool.admin.call('DescribeUserPoolClient', { UserPoolId: pool.userPoolId, ClientId })).UserPoolClient

/** Values for members that need a certain format, by path. */
const samples = {
  ClientName: 'echo',
  ClientSecret: 'a'.repeat(40),
  IdTokenValidity: 2,
  AccessTokenValidity: 2,
  RefreshTokenValidity: 3,
  'TokenValidityUnits.AccessToken': 'hours',
  'TokenValidityUnits.IdToken': 'hours',
  'TokenValidityUnits.RefreshToken': 'days',
  ReadAttributes: ['email'],
  WriteAttributes: ['email'],
  CallbackURLs: ['https://app.example.com/callback'],
  LogoutURLs: ['https://app.example.com/out'],
  DefaultRedirectURI: 'https://app.example.com/callback',
}

/** Some members need these others, so every request has them. */
const others = {
  CallbackURLs: ['https://app.example.com/callback'],
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid'],
}

/** The API does not return GenerateSecret. It returns the secret that it made. */
const shown = ({ GenerateSecret, ...settings }: Record<string, unknown>): object =>
  GenerateSecret ? { ...settings, ClientSecret: expect.any(String) } : settings

describe('DescribeUserPoolClient returns every member that CreateUserPoolClient accepts', () => {
  const always = { UserPoolId: 'x', ClientName: 'echo', ...others }
  const requests = requestsOf('CreateUserPoolClient', { actsOn: CreateUserPoolClient.actsOn, samples, always })
  test.each(requests)('%s', async (_, request) => {
    const asked = { ...request, UserPoolId: pool.userPoolId }
    const made = await pool.admin.call('CreateUserPoolClient', asked as never)
    expect(made.UserPoolClient).toMatchObject(shown(asked))
    expect(await describeClient(made.UserPoolClient?.ClientId)).toMatchObject(shown(asked))
  })
})

describe('DescribeUserPoolClient returns every member that UpdateUserPoolClient accepts', () => {
  const always = { UserPoolId: 'x', ClientId: 'x', ...others }
  const requests = requestsOf('UpdateUserPoolClient', { actsOn: UpdateUserPoolClient.actsOn, samples, always })
  test.each(requests)('%s', async (_, request) => {
    const asked = { ...request, UserPoolId: pool.userPoolId, ClientId: pool.clientId }
    await pool.admin.call('UpdateUserPoolClient', asked as never)
    expect(await describeClient(pool.clientId)).toMatchObject(shown(asked))
  })
})

test('the stored settings do not contain the secret', async () => {
  const ClientSecret = 'b'.repeat(40)
  const { clientId } = await pool.addClient({ ClientSecret })
  const client = await findAppClient(pool.services.db, clientId)
  expect(JSON.stringify(client?.settings)).not.toContain(ClientSecret)
  expect(client?.settings).not.toHaveProperty('UserPoolId')
})
