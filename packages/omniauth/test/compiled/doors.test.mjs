// Imports by package name, which lead to dist. It runs on the oldest supported Node.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import test from 'node:test'
import { omniauth } from '@poolhouse/omniauth'
import { expressHandler } from '@poolhouse/omniauth/adapters/express'
import { fetchHandler } from '@poolhouse/omniauth/adapters/fetch'
import { answerNodeRequest } from '@poolhouse/omniauth/adapters/node'
import { testMode } from '@poolhouse/omniauth/testing'

const { exports } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

for (const door of Object.keys(exports)) {
  test(`${door} can be imported`, async () => {
    assert.notDeepEqual(Object.keys(await import(`@poolhouse/omniauth${door.slice(1)}`)), [])
  })
}

function application() {
  const mode = testMode()
  mode.addMock('cognito', { uid: '7', info: { email: 'jane@example.com' } })
  return omniauth({
    fullHost: 'https://app.example.com',
    secret: 'x'.repeat(32),
    providers: [{ name: 'cognito', app_id: 'id', app_secret: 'secret', args: { user_pool_id: 'us-east-1_AbC123xyz' } }],
    validateRequest: async (request) => (await request.formData()).get('authenticity_token') === 'right',
    onSuccess: ({ auth }) => Response.json(auth.uid, { headers: { 'set-cookie': 'session=1' } }),
    testMode: mode,
    log: { info() {}, warn() {}, error() {} },
  })
}

const button = { method: 'POST', body: new URLSearchParams({ authenticity_token: 'right' }) }

/** The path of the callback, and the cookie of the sign-in. */
function wayBack(begun) {
  assert.equal(begun.status, 302)
  const { pathname, search } = new URL(begun.headers.get('location') ?? '', 'https://app.example.com')
  const cookie = begun.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return { path: pathname + search, init: { headers: { cookie } } }
}

async function signsIn(ask) {
  const { path, init } = wayBack(await ask('/auth/cognito', { ...button, redirect: 'manual' }))
  const ended = await ask(path, init)
  assert.equal(await ended.text(), '"7"')
  assert.equal(ended.headers.getSetCookie().length, 2)
  assert.equal((await ask('/elsewhere')).status, 404)
}

async function served(listener, asking) {
  const server = createServer(listener)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  try {
    await asking((path, init) => fetch(`http://127.0.0.1:${server.address().port}${path}`, init))
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

test('the fetch adapter signs in', async () => {
  const answer = fetchHandler(application())
  await signsIn((path, init) => answer(new Request(`http://localhost${path}`, init)))
})

test('the node adapter signs in', async () => {
  const auth = application()
  await served(async (incoming, outgoing) => {
    if (!(await answerNodeRequest(auth, incoming, outgoing))) outgoing.writeHead(404).end()
  }, signsIn)
})

test('the Express adapter signs in', async () => {
  const middleware = expressHandler(application())
  await served((incoming, outgoing) => middleware(incoming, outgoing, () => outgoing.writeHead(404).end()), signsIn)
})
