import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import formbody from '@fastify/formbody'
import { fastifyHandler } from '@poolhouse/omniauth/adapters/fastify'
import { answerNodeRequest } from '@poolhouse/omniauth/adapters/node'
import fastify from 'fastify'
import { describe, expect, test } from 'vitest'

const fullHost = 'http://app.test'

/** Tells what arrived, with two cookies; leaves `/users/auth/other` to the application. */
async function handler(request: Request): Promise<Response | undefined> {
  const url = new URL(request.url)
  if (url.pathname.endsWith('/other')) return undefined
  const body = request.method === 'POST' ? await request.text() : ''
  const told = { method: request.method, url: request.url, cookie: request.headers.get('cookie'), body }
  const response = Response.json(told, { status: 202 })
  response.headers.append('set-cookie', 'a=1; Path=/')
  response.headers.append('set-cookie', 'b=2; Path=/')
  return response
}

async function nodeServer() {
  const server = createServer(async (incoming, outgoing) => {
    if (!(await answerNodeRequest({ handler, fullHost }, incoming, outgoing))) outgoing.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, close: () => new Promise((resolve) => server.close(resolve)) }
}

async function fastifyServer() {
  const app = fastify()
  await app.register(formbody)
  app.all('/users/auth/*', fastifyHandler({ handler, fullHost }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return { port, close: () => app.close() }
}

describe.each([
  ['node', nodeServer],
  ['fastify', fastifyServer],
])('the %s adapter', (_, start) => {
  test('hands over method, path, query, cookies and form, and each cookie back; the host is the configured one', async () => {
    const { port, close } = await start()
    const url = `http://127.0.0.1:${port}/users/auth/cognito?remember_me=1`
    const body = new URLSearchParams({ authenticity_token: 'a b&c' })
    const response = await fetch(url, { method: 'POST', body, headers: { cookie: 'x=1; y=2' } })
    expect(response.status).toBe(202)
    expect(await response.json()).toEqual({
      method: 'POST',
      url: 'http://app.test/users/auth/cognito?remember_me=1',
      cookie: 'x=1; y=2',
      body: 'authenticity_token=a+b%26c',
    })
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
    await close()
  })

  test('what is the application`s stays the application`s', async () => {
    const { port, close } = await start()
    expect((await fetch(`http://127.0.0.1:${port}/users/auth/other`)).status).toBe(404)
    await close()
  })
})
