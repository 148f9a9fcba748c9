import {
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#foundation/clock'
import { userAlreadyExists } from '#foundation/exceptions/registration'
import { createAccessKey } from '#records/access-keys/access-keys'
import { closePools, startPool } from '../../../test/start-pool.ts'
import { awsJson } from './handler.ts'
import { defineOperation } from './operation.ts'

const CREATED = Date.UTC(2026, 10, 23, 12, 0, 0, 123)

const SignUp = defineOperation({
  name: 'SignUp',
  caller: 'public',
  actsOn: { ClientId: true, Username: true },
  handle: async () => {
    throw userAlreadyExists()
  },
})

const CreateUserPool = defineOperation({
  name: 'CreateUserPool',
  caller: 'iam',
  actsOn: { PoolName: true, UserPoolTags: true },
  handle: async (_services: object, input) => ({
    UserPool: { Name: input.PoolName, CreationDate: CREATED, UserPoolTags: input.UserPoolTags },
  }),
})

const app = fastify()
let endpoint = ''
let clientId = ''
let key = { id: '', secret: '' }

beforeAll(async () => {
  const pool = await startPool()
  clientId = pool.clientId
  key = await createAccessKey(pool.services, { name: 'aws-sdk' })
  // The SDK signs with its own clock.
  const services = { ...pool.services, clock: systemClock }
  await app.register(awsJson({ operations: [SignUp, CreateUserPool], services }))
  endpoint = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await app.close()
  await closePools()
})

const client = (secret = key.secret) =>
  new CognitoIdentityProviderClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: key.id, secretAccessKey: secret },
  })

describe('AWS’s own client, configured with nothing but the endpoint', () => {
  it('calls operations and reads their responses', async () => {
    const command = new CreateUserPoolCommand({ PoolName: 'Käse', UserPoolTags: { 'ä b': '€' } })
    await expect(client().send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    const { UserPool, $metadata } = await client().send(
      new CreateUserPoolCommand({ PoolName: 'cheese', UserPoolTags: { 'ä b': '€' } }),
    )
    expect(UserPool).toEqual({ Name: 'cheese', CreationDate: new Date(CREATED), UserPoolTags: { 'ä b': '€' } })
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('throws exceptions of its own classes', async () => {
    await expect(
      client().send(new SignUpCommand({ ClientId: clientId, Username: 'b', Password: undefined })),
    ).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'User already exists',
      $fault: 'client',
    })
    await expect(client('wrong').send(new CreateUserPoolCommand({ PoolName: 'p' }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    })
    await expect(client().send(new CreateGroupCommand({ UserPoolId: 'a_b', GroupName: 'g' }))).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
    })
  })
})
