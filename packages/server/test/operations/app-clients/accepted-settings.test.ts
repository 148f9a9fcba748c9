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

/** Values that must have a form, by the path of their member. */
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

/** What goes with some members, and is there for all. */
const beside = {
  CallbackURLs: ['https://app.example.com/callback'],
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid'],
}

/** GenerateSecret is a wish, not a setting: what it makes is shown. */
const shown = ({ GenerateSecret, ...settings }: Record<string, unknown>): object =>
  GenerateSecret ? { ...settings, ClientSecret: expect.any(String) } : settings

describe('every member that CreateUserPoolClient accepts is described', () => {
  const always = { UserPoolId: 'x', ClientName: 'echo', ...beside }
  const requests = requestsOf('CreateUserPoolClient', { actsOn: CreateUserPoolClient.actsOn, samples, always })
  test.each(requests)('%s', async (_, request) => {
    const asked = { ...request, UserPoolId: pool.userPoolId }
    const made = await pool.admin.call('CreateUserPoolClient', asked as never)
    expect(made.UserPoolClient).toMatchObject(shown(asked))
    expect(await describeClient(made.UserPoolClient?.ClientId)).toMatchObject(shown(asked))
  })
})

describe('every member that UpdateUserPoolClient accepts is described', () => {
  const always = { UserPoolId: 'x', ClientId: 'x', ...beside }
  const requests = requestsOf('UpdateUserPoolClient', { actsOn: UpdateUserPoolClient.actsOn, samples, always })
  test.each(requests)('%s', async (_, request) => {
    const asked = { ...request, UserPoolId: pool.userPoolId, ClientId: pool.clientId }
    await pool.admin.call('UpdateUserPoolClient', asked as never)
    expect(await describeClient(pool.clientId)).toMatchObject(shown(asked))
  })
})

test('the secret is no setting: it is stored sealed and nowhere else', async () => {
  const ClientSecret = 'b'.repeat(40)
  const { clientId } = await pool.addClient({ ClientSecret })
  const client = await findAppClient(pool.services.db, clientId)
  expect(JSON.stringify(client?.settings)).not.toContain(ClientSecret)
  expect(client?.settings).not.toHaveProperty('UserPoolId')
})
