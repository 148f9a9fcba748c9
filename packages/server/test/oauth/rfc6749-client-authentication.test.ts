import { beforeAll, describe, expect, test } from 'vitest'
import { clientSecretContext } from '#records/app-clients/app-client'
import { changeAppClient } from '#records/app-clients/app-clients'
import type { User } from '#records/users/user'
import { addUser } from '../add-user.ts'
import { startPool, type TestPool } from '../start-pool.ts'
import { basic, call, codeFor, redeem } from './application.ts'

let pool: TestPool
let user: User
beforeAll(async () => {
  pool = await startPool()
  user = await addUser(pool)
})

/** Redeems a code of the client with the given form and headers. */
async function redeemedBy(
  client: { clientId: string },
  { form = {}, headers = {} }: { form?: Record<string, string>; headers?: Record<string, string> },
) {
  const code = await codeFor(pool, user, { client_id: client.clientId })
  return await redeem(pool, code, { client_id: '', ...form }, headers)
}

const unknown = (response: { status: number; headers: Readonly<Record<string, unknown>>; json: unknown }): void => {
  expect([response.status, response.json]).toEqual([401, { error: 'invalid_client' }])
  expect(response.headers['www-authenticate']).toMatch(/^Basic realm=/)
}

/** Adds a client whose secret the API would not accept. A client that was imported may have one. */
async function withSecret(secret: string): Promise<{ clientId: string }> {
  const { db, sealer } = pool.services
  const { clientId } = await pool.addClient({ GenerateSecret: true })
  const sealedSecret = sealer.seal(secret, clientSecretContext(clientId))
  await changeAppClient(db, clientId, (client) => ({ ...client, sealedSecret }))
  return { clientId }
}

const secretOf = (client: { clientSecret: string | undefined }): string => client.clientSecret ?? ''

describe('a client with a secret', () => {
  test('may send it in the body [B32]', async () => {
    const client = await pool.addClient({ GenerateSecret: true })
    const form = { client_id: client.clientId, client_secret: secretOf(client) }
    expect((await redeemedBy(client, { form })).status).toBe(200)
  })

  test('may send it in a Basic header, with or without its id in the body', async () => {
    const client = await pool.addClient({ GenerateSecret: true })
    const headers = basic(client.clientId, secretOf(client))
    expect((await redeemedBy(client, { headers })).status).toBe(200)
    expect((await redeemedBy(client, { headers, form: { client_id: client.clientId } })).status).toBe(200)
  })

  test('gets the same error if it sends no secret, a wrong one or an empty one [A32]', async () => {
    const client = await pool.addClient({ GenerateSecret: true })
    const { clientId: client_id } = client
    unknown(await redeemedBy(client, { form: { client_id } }))
    unknown(await redeemedBy(client, { form: { client_id, client_secret: 'wrong' } }))
    unknown(await redeemedBy(client, { form: { client_id, client_secret: '' } }))
    unknown(await redeemedBy(client, { form: { client_id, client_secret: `${secretOf(client)}x` } }))
    unknown(await redeemedBy(client, { headers: basic(client_id, 'wrong') }))
    unknown(await redeemedBy(client, { headers: basic(client_id, '') }))
    unknown(await redeemedBy(client, {}))
  })

  test('can not send it in the query [A32]', async () => {
    const client = await pool.addClient({ GenerateSecret: true })
    const code = await codeFor(pool, user, { client_id: client.clientId })
    const query = new URLSearchParams({ client_id: client.clientId, client_secret: secretOf(client) })
    unknown(await call(pool, `/oauth2/token?${query}`, { form: { grant_type: 'authorization_code', code } }))
  })

  test('is refused if it sends the correct secret in two ways [A32]', async () => {
    const client = await pool.addClient({ GenerateSecret: true })
    const headers = basic(client.clientId, secretOf(client))
    const response = await redeemedBy(client, { headers, form: { client_secret: secretOf(client) } })
    expect([response.status, response.json.error]).toEqual([400, 'invalid_request'])
  })

  test('is refused if the body contains another client’s id [A32, F07]', async () => {
    const client = await pool.addClient({ GenerateSecret: true })
    const headers = basic(client.clientId, secretOf(client))
    unknown(await redeemedBy(client, { headers, form: { client_id: pool.clientId } }))
  })

  test('is refused if it acts as a public client [A33]', async () => {
    const client = await pool.addClient({ GenerateSecret: true })
    unknown(await redeemedBy(client, { form: { client_id: client.clientId } }))
  })

  test('is refused if it uses another scheme or an assertion', async () => {
    const client = await pool.addClient({ GenerateSecret: true })
    unknown(await redeemedBy(client, { headers: { authorization: `Bearer ${secretOf(client)}` } }))
    unknown(await redeemedBy(client, { form: { client_id: client.clientId, client_assertion: 'x' } }))
  })
})

describe('a secret with special characters [A34]', () => {
  const secrets = [
    's:e/c+r:t%25-and-more-to-be-long',
    'p%C3%A9rc%zz-ent-and-more-to-be-long',
    'pl+us and=equal&signs-long-enough',
  ]

  test.each(secrets)('%s is accepted as it is and form-encoded, in the header and in the body', async (secret) => {
    const client = await withSecret(secret)
    const encoded = new URLSearchParams({ x: secret }).toString().slice(2)
    for (const shown of [secret, encoded, encodeURIComponent(secret)]) {
      expect((await redeemedBy(client, { headers: basic(client.clientId, shown) })).status).toBe(200)
    }
    unknown(await redeemedBy(client, { headers: basic(client.clientId, encodeURIComponent(encoded)) }))
    const form = { client_id: client.clientId, client_secret: secret }
    expect((await redeemedBy(client, { form })).status).toBe(200)
  })

  test.each([
    ['a header that is not base64', 'Basic %%%'],
    ['a header without a colon', `Basic ${Buffer.from('nocolon').toString('base64')}`],
    ['a header that is not UTF-8', `Basic ${Buffer.from([0x61, 0x3a, 0xff, 0xfe]).toString('base64')}`],
    ['a header with an incomplete percent encoding', `Basic ${Buffer.from('a:%zz').toString('base64')}`],
    ['a Basic header without a value', 'Basic '],
    ['an empty header', ''],
    ['a header of 10 KB', `Basic ${Buffer.from(`a:${'x'.repeat(10_000)}`).toString('base64')}`],
  ])('%s is refused without an error of the server', async (_, authorization) => {
    const client = await pool.addClient({ GenerateSecret: true })
    unknown(await redeemedBy(client, { headers: { authorization } }))
  })
})

describe('a client without a secret', () => {
  test('needs only its id', async () => {
    expect((await redeemedBy(pool, { form: { client_id: pool.clientId } })).status).toBe(200)
    expect((await redeemedBy(pool, { headers: basic(pool.clientId, '') })).status).toBe(200)
  })

  test('is refused if it sends a secret [A33]', async () => {
    unknown(await redeemedBy(pool, { form: { client_id: pool.clientId, client_secret: 'some' } }))
    unknown(await redeemedBy(pool, { headers: basic(pool.clientId, 'some') }))
  })

  test('is refused if it does not exist', async () => {
    unknown(await redeemedBy(pool, { form: { client_id: 'unknown' } }))
    unknown(await redeemedBy(pool, { form: { client_id: '__proto__' } }))
    unknown(await redeemedBy(pool, { form: { client_id: 'a\u0000b' } }))
  })
})

describe('the request', () => {
  test('is refused if it contains a parameter twice', async () => {
    const form: [string, string][] = [
      ['client_id', pool.clientId],
      ['client_id', pool.clientId],
      ['grant_type', 'authorization_code'],
    ]
    const response = await call(pool, '/oauth2/token', { form })
    expect([response.status, response.json.error]).toEqual([400, 'invalid_request'])
  })

  test('is refused if it asks for a grant that is not supported, and the error names the grant', async () => {
    const asked = async (grant_type: string) =>
      (await call(pool, '/oauth2/token', { form: { client_id: pool.clientId, grant_type } })).json
    expect(await asked('password')).toMatchObject({ error: 'unsupported_grant_type' })
    expect(await asked('client_credentials')).toEqual({
      error: 'unsupported_grant_type',
      error_description: 'client_credentials is not supported yet. See docs/compatibility.md.',
    })
  })

  test('is refused if it is not a form', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
      const headers = { 'content-type': type }
      const response = await pool.server.inject({ method: 'POST', url: '/oauth2/token', headers, payload: '{"a":1}' })
      expect([response.statusCode, response.json().error]).toEqual([400, 'invalid_request'])
    }
    unknown(await call(pool, '/oauth2/token', { method: 'POST' }))
  })

  test('is refused if its body is large [A64]', async () => {
    const response = await call(pool, '/oauth2/token', { form: { client_id: 'x'.repeat(70_000) } })
    expect([response.status, response.json.error]).toEqual([413, 'invalid_request'])
  })

  test('is refused if its method is not POST [A89]', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE'] as const) {
      const response = await pool.server.inject({ method, url: '/oauth2/token' })
      expect([response.statusCode, response.headers.allow]).toEqual([405, 'POST, OPTIONS'])
    }
  })
})
