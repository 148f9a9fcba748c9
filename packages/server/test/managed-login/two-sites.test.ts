import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { addUser, password } from '../add-user.ts'
import { startPool } from '../start-pool.ts'
import { oauthQuery } from './browser.ts'

interface Answer {
  readonly status: number
  readonly cookies: readonly string[]
  readonly body: string
}

function send(url: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, cookies: response.headers['set-cookie'] ?? [], body: text }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

it('a page of 127.0.0.1 can not sign a user in at localhost, although both names mean this machine [A112]', async () => {
  const pool = await startPool({ settings: { publicUrl: 'http://localhost:9229' } })
  const { username } = await addUser(pool)
  await pool.server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = pool.server.server.address() as AddressInfo
  const login = `http://127.0.0.1:${port}/login?${oauthQuery(pool)}`
  const host = { host: 'localhost:9229' }

  const page = await send(login, host)
  const cookie = page.cookies[0]?.split(';')[0] ?? ''
  expect(cookie).toMatch(/^poolhouse-csrf=/)
  expect(page.cookies[0]).not.toContain('Secure')
  const token = /name="_csrf" value="([^"]*)"/.exec(page.body)?.[1] ?? ''
  const form = new URLSearchParams({ _csrf: token, username, password }).toString()
  const post = (from: Record<string, string>): Promise<Answer> =>
    send(login, { ...host, cookie, 'content-type': 'application/x-www-form-urlencoded', ...from }, form)

  // What Chromium sends for a form of http://127.0.0.1 that is posted to http://localhost.
  const crossSite = await post({ origin: 'http://127.0.0.1:9229', 'sec-fetch-site': 'cross-site' })
  expect(crossSite.status).toBe(403)
  expect(crossSite.cookies).toEqual([])
  // Browsers without fetch metadata; another application on this host, such as Forge.
  expect((await post({ origin: 'http://127.0.0.1:9229' })).status).toBe(403)
  expect((await post({ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' })).status).toBe(403)
  const own = await post({ origin: 'http://localhost:9229', 'sec-fetch-site': 'same-origin' })
  expect(own.status).toBe(303)
})
