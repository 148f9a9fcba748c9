import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SignedApi, signedApi } from '#app/first-run/signed-api'
import { secretHash } from '#foundation/crypto/secret-hash'
import { createAccessKey } from '#records/access-keys/access-keys'
import type { User } from '#records/users/user'
import { addUser, password } from '../../../test/add-user.ts'
import { closePools, startPool, type TestPool } from '../../../test/start-pool.ts'
import type { Call } from './call.ts'
import { awsJson } from './handler.ts'
import { defineOperation } from './operation.ts'

/** The `call` that each operation below got. */
const calls: (Call & Record<string, unknown>)[] = []

/** Operations of each kind that only record `call`. The compiler checks the names that they read from it. */
const operations = [
  defineOperation({
    name: 'DescribeUserPoolClient',
    caller: 'iam',
    actsOn: { UserPoolId: true, ClientId: true },
    handle: async (_services: object, _input, { accessKeyId, ...call }) => {
      calls.push({ accessKeyId, ...call })
      return { UserPoolClient: {} }
    },
  }),
  defineOperation({
    name: 'GetUserAttributeVerificationCode',
    caller: 'accessToken',
    actsOn: { AccessToken: true, AttributeName: true, ClientMetadata: true },
    handle: async (_services: object, _input, { pool, client, user, claims, ...call }) => {
      calls.push({ pool, client, user, claims, ...call })
      return {}
    },
  }),
  defineOperation({
    name: 'AssociateSoftwareToken',
    caller: 'accessTokenOrSession',
    actsOn: { AccessToken: true, Session: true },
    handle: async (_services: object, _input, call) => {
      calls.push({ ...call, who: call.kind === 'token' ? call.user.sub : call.session })
      return {}
    },
  }),
  defineOperation({
    name: 'ConfirmSignUp',
    caller: 'public',
    actsOn: { ClientId: true, Username: true, SecretHash: true, ConfirmationCode: true, ClientMetadata: true },
    handle: async (_services: object, _input, { pool, client, ...call }) => {
      calls.push({ pool, client, ...call })
      return {}
    },
  }),
  defineOperation({
    name: 'InitiateAuth',
    caller: 'public',
    actsOn: { ClientId: true, AuthFlow: true },
    handle: async (_services: object, _input, { pool, client, ...call }) => {
      calls.push({ pool, client, ...call })
      return {}
    },
  }),
  defineOperation({
    name: 'UpdateAuthEventFeedback',
    caller: 'public',
    actsOn: { UserPoolId: true, Username: true, EventId: true, FeedbackToken: true, FeedbackValue: true },
    handle: async (_services: object, _input, call) => {
      calls.push({ ...call })
      return {}
    },
  }),
]

let app: FastifyInstance
let pool: TestPool
let api: SignedApi
let admin: SignedApi
let accessKey: { id: string; secret: string }
let user: User
let AccessToken: string

beforeAll(async () => {
  pool = await startPool()
  app = fastify()
  await app.register(awsJson({ operations, services: pool.services }))
  accessKey = await createAccessKey(pool.services, { name: 'caller' })
  const of = { clock: pool.clock, region: pool.services.issuerSettings.region }
  api = signedApi(app, of)
  admin = signedApi(app, { ...of, key: accessKey })
  user = await addUser(pool)
  const { AuthenticationResult } = await pool.api.call('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: user.username, PASSWORD: password },
  })
  AccessToken = AuthenticationResult?.AccessToken ?? ''
})
beforeEach(() => {
  calls.length = 0
})
afterAll(async () => {
  await app.close()
  await closePools()
})

describe('a signed call', () => {
  it('has the access key, and no client', async () => {
    await admin.call('DescribeUserPoolClient', { UserPoolId: pool.userPoolId, ClientId: pool.clientId })
    expect(calls).toMatchObject([{ accessKeyId: accessKey.id, context: { clientId: undefined } }])
  })
})

describe('a call with an access token', () => {
  it('has the pool, the client, the user and the claims', async () => {
    const ClientMetadata = { plan: 'gold' }
    await api.call('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email', ClientMetadata })
    expect(calls).toMatchObject([
      {
        pool: { id: pool.userPoolId },
        client: { id: pool.clientId },
        user: { sub: user.sub },
        claims: { sub: user.sub, client_id: pool.clientId },
        context: {
          clientId: pool.clientId,
          clientMetadata: ClientMetadata,
          sourceIp: '127.0.0.1',
          userAgent: 'lightMyRequest',
        },
      },
    ])
  })

  it('does not reach the operation when the token is not valid', async () => {
    for (const token of [`${AccessToken}x`, 'a.b.c']) {
      await expect(
        api.call('GetUserAttributeVerificationCode', { AccessToken: token, AttributeName: 'email' }),
      ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Invalid Access Token' })
    }
    expect(calls).toEqual([])
  })
})

describe('a call with an access token or a session', () => {
  it('has the user of a token', async () => {
    await api.call('AssociateSoftwareToken', { AccessToken })
    expect(calls).toMatchObject([{ kind: 'token', who: user.sub, context: { clientId: pool.clientId } }])
  })

  it('has the session, unchanged', async () => {
    const Session = 'the session of a sign-in'
    await api.call('AssociateSoftwareToken', { Session })
    expect(calls).toMatchObject([{ kind: 'session', who: Session, context: { clientId: undefined } }])
  })

  it('uses the token if both are given, even if the token is not valid', async () => {
    const Session = 'the session of a sign-in'
    await api.call('AssociateSoftwareToken', { AccessToken, Session })
    expect(calls).toMatchObject([{ kind: 'token' }])
    await expect(api.call('AssociateSoftwareToken', { AccessToken: 'a.b.c', Session })).rejects.toMatchObject({
      message: 'Invalid Access Token',
    })
  })

  it('needs one of the two', async () => {
    await expect(api.call('AssociateSoftwareToken', {})).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Missing required parameter AccessToken',
    })
    expect(calls).toEqual([])
  })
})

describe('a public call', () => {
  const confirm = (members: { ClientId: string; SecretHash?: string }) =>
    api.call('ConfirmSignUp', { Username: 'ann', ConfirmationCode: '123456', ...members })

  it('has the client and its pool', async () => {
    await confirm({ ClientId: pool.clientId })
    expect(calls).toMatchObject([
      { pool: { id: pool.userPoolId }, client: { id: pool.clientId }, context: { clientId: pool.clientId } },
    ])
  })

  it('with an unknown client does not reach the operation', async () => {
    await expect(confirm({ ClientId: 'nobody' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    expect(calls).toEqual([])
  })

  it('needs the secret hash of its username', async () => {
    const { clientId, clientSecret = '' } = await pool.addClient({ GenerateSecret: true })
    const hashOf = (username: string) => secretHash({ username, clientId, clientSecret })
    for (const wrong of [{}, { SecretHash: hashOf('bob') }]) {
      await expect(confirm({ ClientId: clientId, ...wrong })).rejects.toMatchObject({ name: 'NotAuthorizedException' })
    }
    expect(calls).toEqual([])
    await confirm({ ClientId: clientId, SecretHash: hashOf('ann') })
    expect(calls).toHaveLength(1)
  })

  it('of a sign-in leaves the secret hash to the sign-in machine', async () => {
    const { clientId } = await pool.addClient({ GenerateSecret: true })
    await api.call('InitiateAuth', { ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH' })
    expect(calls).toMatchObject([{ client: { id: clientId } }])
  })

  it('may have no client at all', async () => {
    await api.call('UpdateAuthEventFeedback', {
      UserPoolId: pool.userPoolId,
      Username: 'ann',
      EventId: 'event',
      FeedbackToken: 'a.b.c',
      FeedbackValue: 'Valid',
    })
    expect(calls).toMatchObject([{ context: { clientId: undefined } }])
    expect(calls[0]).not.toHaveProperty('client')
  })
})
