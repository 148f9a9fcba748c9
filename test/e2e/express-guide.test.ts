import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fencesOf } from './guide/fences.ts'
import { pagesClient } from './guide/pages-client.ts'
import { openShell, type Shell } from './guide/shell.ts'
import { dataFolder, type Started, startAll } from './support/first-run.ts'
import { freePort } from './support/free-port.ts'
import { startProgram, stopPrograms } from './support/program.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const fences = fencesOf(readFileSync(join(root, 'docs/guide/express.md'), 'utf8'))
const folder = dataFolder()
let started: Started
let shell: Shell
let site: string

beforeAll(async () => {
  // As after `npm start` in a clone: the data is in ./data.
  started = await startAll(join(folder.data, 'data'))
  const port = await freePort()
  site = `http://localhost:${port}`
  shell = openShell({ folder: folder.data, environment: {} })
  for (const { language, text } of fences) {
    if (language === 'sh') await shell.run(text.replaceAll('http://localhost:3001', site))
  }
  const environment = {
    PORT: String(port),
    DATABASE: join(folder.data, 'example.sqlite'),
    ISSUER: await shell.value('ISSUER'),
    CLIENT_ID: await shell.value('CLIENT_ID'),
    CLIENT_SECRET: await shell.value('CLIENT_SECRET'),
  }
  const example = ['--conditions=source', join(root, 'examples/express/main.mjs')]
  await startProgram(example, { environment }).printed(/^Open http/m)
})

afterAll(async () => {
  await shell?.close()
  await started?.stop()
  await stopPrograms()
  folder.remove()
})

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(site + path, { ...init, redirect: 'manual' })
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  return { response, cookies, location: response.headers.get('location') ?? '', text: await response.text() }
}

describe('the steps of docs/guide/express.md', () => {
  it('sign the printed user in and out', async () => {
    expect((await ask('/')).text).toContain('action="/auth/cognito"')
    const headers = { origin: site }
    const begun = await ask('/auth/cognito', { method: 'POST', headers })
    const { email, password } = started.state.user
    const back = await pagesClient().submit(begun.location, { username: email, password })
    expect(back.href).toContain(`${site}/auth/cognito/callback?`)
    const ended = await ask(back.pathname + back.search, { headers: { cookie: begun.cookies.join('; ') } })
    expect([ended.response.status, ended.location]).toEqual([303, '/'])

    const cookie = ended.cookies.find((one) => one.startsWith('session=')) ?? ''
    expect((await ask('/', { headers: { cookie } })).text).toContain(email)
    const out = await ask('/sign-out', { method: 'POST', headers: { ...headers, cookie } })
    expect([out.response.status, out.location]).toEqual([
      303,
      expect.stringContaining(`${started.state.baseUrl}/logout?`),
    ])
    const there = await fetch(out.location, { redirect: 'manual' })
    expect(there.headers.get('location')).toBe(`${site}/`)
    expect((await ask('/', { headers: { cookie } })).text).not.toContain(email)
  })
})
