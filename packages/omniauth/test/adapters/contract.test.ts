import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type LoopbackProvider, loopbackProvider } from '../loopback-provider.ts'
import { askHttp2 } from './ask.ts'
import { type AdapterServer, errorPage, ownCookie, servers } from './servers.ts'
import { csrf, form, fullHost, type Site, site, stateOf, type } from './site.ts'

let provider: LoopbackProvider
const started: Site[] = []

beforeAll(async () => {
  provider = await loopbackProvider()
})
afterEach(async () => {
  for (const one of started.splice(0)) await one.close()
})
afterAll(() => provider.close())

const startPath = '/users/auth/cognito'
const callbackPath = `${startPath}/callback`

describe.each(servers)('the adapter of $name', (server: AdapterServer) => {
  async function open(own: Parameters<typeof site>[1] = {}): Promise<Site> {
    const one = await site({ server, provider }, own)
    started.push(one)
    return one
  }

  /** The answer to a request that is not OmniAuth's. It comes from the application, unless the framework answers it. */
  function expectApplication(text: string, expected: { method: string; path: string; body?: string }): void {
    if (server.goesOn) expect(JSON.parse(text)).toEqual({ application: true, body: '', ...expected })
    else expect(text).toBe('Not Found')
  }

  test('signs in, and sets each cookie in a separate header', async () => {
    const { visit, press } = await open()
    const there = await press(`${startPath}?remember_me=1`)
    expect(there.origin).toBe(provider.url)
    expect(there.searchParams.get('redirect_uri')).toBe(fullHost + callbackPath)
    const back = await visit(`${callbackPath}?code=good&state=${stateOf(there)}`)
    expect([back.status, JSON.parse(back.text)]).toEqual([200, { uid: 'sub-1', params: { remember_me: '1' } }])
    expect([...back.cookies].sort()).toEqual([
      expect.stringMatching(/^__Host-omniauth.*Max-Age=0/i),
      'remember=2; Path=/; HttpOnly',
      'session=1; Path=/; HttpOnly',
      ownCookie,
    ])
    expect(provider.seen.at(-2)?.body).toContain('code=good')
  })

  test('accepts an answer by POST', async () => {
    const { visit, press } = await open()
    const back = await visit(callbackPath, form({ code: 'good', state: stateOf(await press()) }))
    expect([back.status, JSON.parse(back.text)]).toEqual([200, { uid: 'sub-1', params: {} }])
  })

  const withParsedBodies = async () => {
    const { visit, press } = await open({ parsed: true })
    const back = await visit(callbackPath, form({ code: 'good', state: stateOf(await press()) }))
    expect([back.status, JSON.parse(back.text).uid]).toEqual([200, 'sub-1'])
    expect(back.cookies).toContain('session=1; Path=/; HttpOnly')
  }
  if (server.parsesBodies) test('signs in with parsed bodies', withParsedBodies)

  const overHttp2 = async () => {
    const { url } = await open({ http2: true })
    const begun = await askHttp2(url + startPath, form({ authenticity_token: csrf }))
    const state = stateOf(new URL(begun.headers.location ?? ''))
    const cookie = begun.cookies.map((line) => line.split(';', 1).join('')).join('; ')
    const back = await askHttp2(`${url}${callbackPath}?code=good&state=${state}`, { headers: { cookie } })
    expect([back.status, JSON.parse(back.text).uid]).toEqual([200, 'sub-1'])
    expect(back.cookies).toEqual(
      expect.arrayContaining(['session=1; Path=/; HttpOnly', 'remember=2; Path=/; HttpOnly']),
    )
  }
  if (server.http2) test('signs in over HTTP/2', overHttp2)

  test('redirects a failure to the failure page of the application', async () => {
    const { visit, press } = await open()
    await press()
    const back = await visit(`${callbackPath}?code=good&state=another`)
    const page = '/users/auth/failure?message=csrf_detected&strategy=cognito'
    expect([back.status, back.headers.location]).toEqual([302, page])
    expect(JSON.parse((await visit(page)).text)).toMatchObject({ application: true, path: page })
    const forged = await visit(startPath, form({ authenticity_token: 'wrong' }))
    expect(forged.headers.location).toContain('message=authenticity_error')
  })

  test('begins a sign-in only for a POST', async () => {
    const { visit } = await open()
    expectApplication((await visit(startPath)).text, { method: 'GET', path: startPath })
    const head = await visit(startPath, { method: 'HEAD' })
    expect([head.status, head.text, head.headers.location]).toEqual([server.goesOn ? 200 : 404, '', undefined])
    const options = await visit(startPath, { method: 'OPTIONS' })
    expect([options.status, options.headers.allow]).toEqual([200, 'POST'])
  })

  test('leaves other requests to the application, with their bodies', async () => {
    const { visit } = await open()
    const answer = await visit('/users/auth/other?a=1', form({ text: 'whole' }))
    expect(JSON.parse(answer.text)).toEqual({
      application: true,
      method: 'POST',
      path: '/users/auth/other?a=1',
      body: 'text=whole',
    })
  })

  test('does not answer for an unknown provider', async () => {
    const { visit } = await open()
    expectApplication((await visit('/users/auth/nobody/callback?code=1')).text, {
      method: 'GET',
      path: '/users/auth/nobody/callback?code=1',
    })
  })

  test('takes URLs from the configuration, not from the headers of the request', async () => {
    const urls: string[] = []
    const { visit } = await open({
      validateRequest({ url }) {
        urls.push(url)
        return true
      },
    })
    const headers = {
      ...type,
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.example;proto=http',
    }
    const begun = await visit(startPath, { ...form({ authenticity_token: csrf }), headers })
    expect(new URL(begun.headers.location ?? '').searchParams.get('redirect_uri')).toBe(fullHost + callbackPath)
    expect(begun.headers.location).not.toContain('evil')
    expect(urls).toEqual([fullHost + startPath])
  })

  test('works below a path', async () => {
    const basePath = '/gitlab'
    const { visit, press } = await open({ basePath, ...(server.mounts && { mount: basePath }) })
    const there = await press(basePath + startPath)
    expect(there.searchParams.get('redirect_uri')).toBe(fullHost + basePath + callbackPath)
    const back = await visit(`${basePath}${callbackPath}?code=good&state=${stateOf(there)}`)
    expect(JSON.parse(back.text).uid).toBe('sub-1')
  })

  test('answers 413 to a body that is too large', async () => {
    const { visit } = await open()
    const question = form({ authenticity_token: csrf, padding: 'x'.repeat(70_000) })
    expect((await visit(startPath, question)).status).toBe(413)
    expect((await visit(callbackPath, question)).status).toBe(413)
  })

  test('answers 413 to an endless body while it still comes', async () => {
    const { visit, press } = await open()
    expect((await visit(callbackPath, { method: 'POST', headers: type, body: endless() })).status).toBe(413)
    expect((await press()).origin).toBe(provider.url)
  })

  test('keeps working after an aborted request', async () => {
    const { url, press } = await open()
    await breakOff(url + callbackPath)
    expect((await press()).origin).toBe(provider.url)
  })

  test('lets the framework answer an exception of the application', async () => {
    const { visit, press } = await open({
      onSuccess() {
        throw new Error('the database is down')
      },
    })
    const back = await visit(`${callbackPath}?code=good&state=${stateOf(await press())}`)
    expect(back.status).toBe(500)
    expect(back.text).not.toContain('database')
    if (server.goesOn) expect(back.text).toBe(errorPage)
  })

  test('passes a response body of the application without changes', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    const headers = { 'content-type': 'application/octet-stream' }
    const { visit } = await open({ onFailure: () => new Response(bytes, { status: 418, headers }) })
    const answer = await visit(`${callbackPath}?state=none`)
    expect([answer.status, answer.headers['content-type'], [...answer.bytes]]).toEqual([
      418,
      headers['content-type'],
      [...bytes],
    ])
  })
})

function* endless(): Iterable<string> {
  for (;;) yield `padding=${'x'.repeat(16_000)}&`
}

/** Announces 1000 bytes, sends some, and closes the connection after they are sent. */
async function breakOff(url: string): Promise<void> {
  const outgoing = request(url, { method: 'POST', headers: { ...type, 'content-length': '1000' }, agent: false })
  const closed = new Promise((resolve) => outgoing.once('close', resolve))
  outgoing.on('error', () => {})
  await new Promise((resolve) => outgoing.write('code=', resolve))
  outgoing.destroy()
  await closed
}
