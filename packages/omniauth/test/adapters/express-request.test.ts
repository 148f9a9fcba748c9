import { AsyncLocalStorage } from 'node:async_hooks'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { omniauth } from '@poolhouse/omniauth'
import { expressHandler } from '@poolhouse/omniauth/adapters/express'
import { testMode } from '@poolhouse/omniauth/testing'
import express5 from 'express'
import express4 from 'express4'
import { describe, expect, test } from 'vitest'
import { ask } from './ask.ts'
import { fullHost, type } from './site.ts'

describe.each([
  ['Express 4', express4],
  ['Express 5', express5],
])('%s', (_, express) => {
  // docs/guide/from-passport.md describes this for sessions on Express's request.
  test('all functions of the application can use the request of Express', async () => {
    const current = new AsyncLocalStorage<IncomingMessage & { session?: string }>()
    const seen: string[] = []
    const look = (where: string) => {
      seen.push(`${where} ${current.getStore()?.session}`)
    }
    const mode = testMode()
    mode.addMock('cognito', { uid: '7' })
    const auth = omniauth({
      fullHost,
      secret: 'a secret of the test that is long enough',
      providers: [{ name: 'cognito', app_id: 'a', app_secret: 'b', args: { user_pool_id: 'us-east-1_AbC123xyz' } }],
      testMode: mode,
      async validateRequest(request) {
        await request.text()
        look('validateRequest')
        return true
      },
      hooks: { beforeCallback: () => look('beforeCallback') },
      onSuccess() {
        look('onSuccess')
        return new Response('welcome')
      },
      onFailure() {
        look('onFailure')
        return new Response('sorry')
      },
      log: { info() {}, warn() {}, error() {} },
    })
    const app = express()
    app.use((request, _response, next) => {
      Object.assign(request, { session: `of ${request.headers['x-visitor']}` })
      current.run(request, next)
    })
    app.use(expressHandler(auth))
    const server = createServer(app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const headers = { ...type, 'x-visitor': 'jane' }
    const begun = await ask(`${url}/auth/cognito`, { method: 'POST', headers, body: 'a=1' })
    const back = new URL(begun.headers.location ?? '', fullHost)
    const cookie = begun.cookies.map((line) => line.split(';', 1).join('')).join('; ')
    const done = await ask(url + back.pathname + back.search, { headers: { ...headers, cookie } })
    await ask(`${url}/auth/cognito/callback`, { method: 'POST', headers, body: 'state=forged' })
    server.close()
    expect(done.text).toBe('welcome')
    expect(seen).toEqual(
      ['validateRequest', 'beforeCallback', 'onSuccess', 'beforeCallback', 'onFailure'].map((one) => `${one} of jane`),
    )
  })
})
