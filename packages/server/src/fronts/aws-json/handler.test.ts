import { connect } from 'node:net'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { signRequest } from '#foundation/crypto/sigv4'
import { CognitoException } from '#foundation/exceptions/exception'
import { userAlreadyExists } from '#foundation/exceptions/registration'
import { createAccessKey } from '#records/access-keys/access-keys'
import { closePools, startPool, type TestPool } from '../../../test/start-pool.ts'
import type { Call } from './call.ts'
import { awsJson } from './handler.ts'
import { defineOperation } from './operation.ts'

const odd = new CognitoException('ExpiredCodeException', 'Not é of this\noperation', { reason: 'expired-code' })
const calls: { input: unknown; call: Call }[] = []

const SignUp = defineOperation({
  name: 'SignUp',
  caller: 'public',
  actsOn: {
    ClientId: true,
    Username: true,
    Password: true,
    UserAttributes: { Name: true, Value: true },
    ClientMetadata: ['plan'],
  },
  handle: async (services: { greeting: string }, input, call) => {
    calls.push({ input, call })
    if (input.Username === 'taken') throw userAlreadyExists()
    if (input.Username === 'bug') throw new Error('secret detail')
    if (input.Username === 'odd') throw odd
    return { UserConfirmed: false, UserSub: services.greeting, Session: undefined, leaked: 'row' }
  },
})

const CreateUserPool = defineOperation({
  name: 'CreateUserPool',
  caller: 'iam',
  actsOn: {
    PoolName: true,
    MfaConfiguration: ['OFF'],
    AutoVerifiedAttributes: ['email'],
    Policies: { PasswordPolicy: { MinimumLength: true } },
    Schema: { Name: true, Required: [false] },
  },
  handle: async ({ now }: { now(): number }, input, call) => {
    calls.push({ input, call })
    return { UserPool: { Name: input.PoolName, CreationDate: now(), UserPoolTags: { by: call.accessKeyId } } }
  },
})

const open: FastifyInstance[] = []
let pool: TestPool
let key: { id: string; secret: string }
let person: { ClientId: string; Username: string; Password: string }

beforeAll(async () => {
  pool = await startPool()
  key = await createAccessKey(pool.services, { name: 'handler' })
  person = { ClientId: pool.clientId, Username: 'ann', Password: 'Passw0rd!' }
})
afterAll(closePools)

afterEach(async () => {
  calls.length = 0
  pool.log.entries.length = 0
  await Promise.all(open.splice(0).map((app) => app.close()))
})

async function startApi(): Promise<FastifyInstance> {
  const app = fastify()
  const services = { ...pool.services, greeting: 'hello', now: () => pool.clock.now() }
  await app.register(awsJson({ operations: [SignUp, CreateUserPool], services }))
  open.push(app)
  return app
}

interface Sent {
  target?: string
  headers?: Record<string, string>
  signedWith?: { secret?: string; region?: string; accessKeyId?: string } | undefined
}

async function send(body: unknown, { target = 'SignUp', headers = {}, signedWith }: Sent = {}) {
  const app = await startApi()
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const all: Record<string, string> = {
    host: 'localhost',
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${target}`,
    ...headers,
  }
  if (signedWith !== undefined) {
    const { secret = key.secret, region = 'us-east-1', accessKeyId = key.id } = signedWith
    const of = { clock: pool.clock, accessKeyId, secret, region, service: 'cognito-idp' }
    Object.assign(all, signRequest(of, { method: 'POST', path: '/', query: '', headers: all, body: payload }))
  }
  const response = await app.inject({ method: 'POST', url: '/', headers: all, payload })
  return { status: response.statusCode, headers: response.headers, body: response.json(), text: response.body }
}

describe('a call', () => {
  it('answers 200 with the contract’s members only', async () => {
    const { status, headers, body } = await send(person)
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('application/x-amz-json-1.1')
    expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/)
    expect(body).toEqual({ UserConfirmed: false, UserSub: 'hello' })
    expect(calls[0]?.call).toMatchObject({
      requestId: headers['x-amzn-requestid'],
      context: { sourceIp: '127.0.0.1' },
    })
  })

  it('sends times as epoch seconds with milliseconds, and has the access key that signed', async () => {
    pool.clock.set(Date.UTC(2026, 10, 23, 12) + 123)
    const { body } = await send({ PoolName: 'people' }, { target: 'CreateUserPool', signedWith: {} })
    expect(body.UserPool).toEqual({ Name: 'people', CreationDate: 1795435200.123, UserPoolTags: { by: key.id } })
  })

  it('accepts the other JSON content types', async () => {
    for (const type of ['application/json; charset=utf-8', 'application/x-amz-json-1.0']) {
      expect((await send(person, { headers: { 'content-type': type } })).status).toBe(200)
    }
  })

  it('accepts a public call with or without a signature, even with an invalid one', async () => {
    expect((await send(person, { headers: { authorization: 'AWS4-HMAC-SHA256 nonsense' } })).status).toBe(200)
  })
})

describe('errors', () => {
  it('have the form of the protocol', async () => {
    const { status, headers, body } = await send({ ...person, Username: 'taken' })
    expect(status).toBe(400)
    expect(body).toEqual({ __type: 'UsernameExistsException', message: 'User already exists' })
    expect(headers['x-amzn-errortype']).toBe('UsernameExistsException:')
    expect(headers['x-amzn-errormessage']).toBe('User already exists')
    expect(pool.log.entries).toEqual([])
  })

  it('that are bugs are logged completely, and the client gets no details', async () => {
    const { status, text, body } = await send({ ...person, Username: 'bug' })
    expect(status).toBe(500)
    expect(body).toEqual({ __type: 'InternalErrorException', message: 'Internal error' })
    expect(text).not.toContain('secret detail')
    expect(JSON.stringify(pool.log.entries)).toContain('secret detail')
  })

  it('that are not declared reach the client and the log, in a form that a header allows', async () => {
    const { headers } = await send({ ...person, Username: 'odd' })
    expect(headers['x-amzn-errormessage']).toBe('Not ? of this?operation')
    expect(pool.log.entries[0]?.event).toBe('api-exception-not-declared')
  })

  it('members that the contract does not have are ignored, as in AWS, and do not reach the operation [A69]', async () => {
    const { status } = await send({ ...person, UserStatus: 'CONFIRMED', __proto__: 1, sub: 'x' })
    expect(status).toBe(200)
    expect(calls[0]?.input).toEqual(person)
  })
})

describe('what is not supported', () => {
  it.each(['Nothing', 'SignUp.', 'toString', '__proto__', ''])('there is no operation %j', async (target) => {
    expect((await send({}, { target })).body.__type).toBe('UnknownOperationException')
  })

  it('names an operation that is not supported yet, and the page that lists them', async () => {
    const { status, body } = await send({}, { target: 'CreateGroup' })
    expect(status).toBe(400)
    expect(body.message).toContain('CreateGroup')
    expect(body.message).toContain('docs/compatibility.md')
  })

  it.each([
    [{ MfaConfiguration: 'ON' }, 'MfaConfiguration=ON'],
    [{ LambdaConfig: { PreSignUp: 'arn:aws:lambda:us-east-1:123456789012:function:x' } }, 'LambdaConfig'],
    [{ AutoVerifiedAttributes: ['email', 'phone_number'] }, 'AutoVerifiedAttributes=phone_number'],
    [
      { Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } } },
      'Policies.PasswordPolicy.PasswordHistorySize=3',
    ],
    [{ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } } }, 'Policies.SignInPolicy'],
    [{ Schema: [{ Name: 'a' }, { Name: 'b', Required: true }] }, 'Schema.2.Required=true'],
  ])('refuses %j by name', async (members, named) => {
    const { status, body } = await send({ PoolName: 'p', ...members }, { target: 'CreateUserPool', signedWith: {} })
    expect(status).toBe(400)
    expect(body.__type).toBe('InvalidParameterException')
    expect(body.message).toContain(named)
    expect(body.message).toContain('docs/compatibility.md')
    expect(calls).toEqual([])
  })

  it('accepts listed members, and treats null or empty members as absent', async () => {
    const body = {
      PoolName: 'p',
      MfaConfiguration: 'OFF',
      SmsConfiguration: null,
      LambdaConfig: {},
      AliasAttributes: [],
      Schema: [{ Name: 'a', Required: false }],
    }
    expect((await send(body, { target: 'CreateUserPool', signedWith: {} })).status).toBe(200)
  })

  it('refuses keys of a map that are not listed', async () => {
    expect((await send({ ...person, ClientMetadata: { plan: 'x' } })).status).toBe(200)
    const { body } = await send({ ...person, ClientMetadata: { plan: 'x', __proto__x: 'y' } })
    expect(body.message).toContain('ClientMetadata.__proto__x')
  })
})

describe('an admin call [A80]', () => {
  it.each([
    ['unsigned', undefined, 'MissingAuthenticationTokenException'],
    ['with a wrong secret', { secret: 'wrong' }, 'InvalidSignatureException'],
    ['with an empty secret', { secret: '' }, 'InvalidSignatureException'],
    ['with an unknown access key', { accessKeyId: 'PHIABBBBBBBBBBBBBBBB' }, 'UnrecognizedClientException'],
    ['for another region', { region: 'eu-west-1' }, 'InvalidSignatureException'],
  ])('%s does nothing', async (_, signedWith, name) => {
    const { status, body } = await send({ PoolName: 'p' }, { target: 'CreateUserPool', signedWith })
    expect(status).toBe(400)
    expect(body.__type).toBe(name)
    expect(calls).toEqual([])
  })

  it('is verified before its body is decoded', async () => {
    expect((await send('{', { target: 'CreateUserPool' })).body.__type).toBe('MissingAuthenticationTokenException')
  })
})

describe('a body [A64]', () => {
  it('just over the limit gets 413 in the form of the protocol', async () => {
    const { status, body, headers } = await send(JSON.stringify({ ...person, x: 'x'.repeat(1024 * 1024) }))
    expect(status).toBe(413)
    expect(body.__type).toBe('SerializationException')
    expect(headers['x-amzn-errortype']).toBe('SerializationException:')
  })

  it('with a content encoding is refused without reading it', async () => {
    const { status, body } = await send(person, { headers: { 'content-encoding': 'gzip' } })
    expect([status, body.__type]).toEqual([400, 'SerializationException'])
    expect(calls).toEqual([])
  })

  it('of another content type is refused', async () => {
    expect((await send(person, { headers: { 'content-type': 'text/plain' } })).body.__type).toBe(
      'SerializationException',
    )
  })

  it.each([
    ['application/x-amz-json-1.1', 413],
    ['text/plain', 400],
  ])('without end, as %s, is cut off early', async (type, status) => {
    const app = await startApi()
    await app.listen({ host: '127.0.0.1', port: 0 })
    const address = app.server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n` +
        'X-Amz-Target: AWSCognitoIdentityProviderService.SignUp\r\n\r\n',
    )
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    let sent = 0
    let answer = ''
    socket.on('data', (data) => {
      answer += data
    })
    const closed = new Promise((resolve) => socket.on('close', resolve))
    const pour = () => {
      while (!socket.destroyed && sent < 1e9) {
        sent += chunk.length
        if (!socket.write(chunk)) return void socket.once('drain', pour)
      }
    }
    pour()
    await closed
    // A connection reset may arrive before the response. That is fine for a client that does not stop sending.
    expect(answer === '' || answer.startsWith(`HTTP/1.1 ${status}`)).toBe(true)
    expect(sent).toBeLessThan(50e6)
  })
})

describe('other methods', () => {
  it('get 405, whatever a header says [A89]', async () => {
    const app = await startApi()
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE'] as const) {
      const headers = { 'x-http-method-override': 'POST', 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' }
      // Fastify's types leave TRACE out of inject.
      const response = await app.inject({ method: method as 'GET', url: '/', headers })
      expect([method, response.statusCode, response.headers.allow]).toEqual([method, 405, 'POST, OPTIONS'])
    }
    expect(calls).toEqual([])
  })

  it('allow a preflight the headers that it asks for', async () => {
    const app = await startApi()
    const preflight = (asked?: string) =>
      app.inject({
        method: 'OPTIONS',
        url: '/',
        headers: {
          origin: 'https://app.example',
          ...(asked === undefined ? {} : { 'access-control-request-headers': asked }),
        },
      })
    const { statusCode, headers } = await preflight('cache-control,content-type,x-amz-target,x-amz-user-agent')
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'cache-control,content-type,x-amz-target,x-amz-user-agent',
      'access-control-max-age': '172800',
    })
    expect(headers['access-control-allow-credentials']).toBeUndefined()
    expect((await preflight()).headers['access-control-allow-headers']).toContain('amz-sdk-invocation-id')
    expect((await preflight('a b, <c>')).headers['access-control-allow-headers']).not.toContain('<')
  })

  it('let every origin read responses, including errors', async () => {
    for (const sent of [person, '{']) {
      const { headers } = await send(sent)
      expect(headers['access-control-allow-origin']).toBe('*')
      expect(headers['access-control-expose-headers']).toBe(
        'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
      )
    }
  })
})
