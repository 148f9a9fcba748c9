import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { json, type LoopbackProvider, loopbackProvider } from '../../../packages/omniauth/test/loopback-provider.ts'

const main = fileURLToPath(new URL('../main.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'poolhouse-express-'))
const baseUrl = 'http://app.test'
/** Stops a started program. */
const endings: (() => Promise<void>)[] = []
let provider: LoopbackProvider

beforeAll(async () => {
  provider = await loopbackProvider()
  writeFileSync(join(folder, 'gitlab.rb'), gitlabRb(provider.url))
})
afterAll(async () => {
  for (const end of endings) await end()
  await provider.close()
  rmSync(folder, { recursive: true, force: true })
})

const gitlabRb = (site: string) => `
gitlab_rails['omniauth_allow_single_sign_on'] = ['cognito']
gitlab_rails['omniauth_block_auto_created_users'] = false
gitlab_rails['omniauth_providers'] = [
  {
    "name" => "cognito",
    "label" => "Pool & Sons",
    "app_id" => "client-1",
    "app_secret" => "secret-1",
    "args" => {
      client_options: {
        'site' => '${site}',
        'authorize_url' => '/login',
        'token_url' => '/oauth2/token',
        'user_info_url' => '/oauth2/userInfo'
      },
      user_response_structure: { root_path: [], id_path: ['sub'], attributes: { nickname: 'email'} },
      name: 'cognito',
      strategy_class: "OmniAuth::Strategies::OAuth2Generic"
    }
  }
]
`

/** Starts the example as a reader does, with these variables. Resolves with its address, or with its whole output if it ended. */
function start(variables: Record<string, string>): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', PORT: '0', PUBLIC_URL: baseUrl, ...variables }
  const child = spawn(process.execPath, ['--conditions=source', main], { cwd: folder, env })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  endings.push(() => {
    child.kill()
    return closed
  })
  let said = ''
  return new Promise((resolve) => {
    const hear = (chunk: Buffer) => {
      said += chunk
      const port = /listening on port (\d+)/.exec(said)?.[1]
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    closed.then(() => resolve(said))
  })
}

/** A browser that uses the example as `http://app.test`. */
function browser(listening: string) {
  const cookies = new Map<string, string>()
  return async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(listening + path, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return { status: response.status, location: response.headers.get('location') ?? '', text: await response.text() }
  }
}

type Browser = ReturnType<typeof browser>

const pressed = { method: 'POST', headers: { origin: baseUrl } }

async function signIn(visit: Browser) {
  const { location } = await visit('/auth/cognito', pressed)
  return visit(`/auth/cognito/callback?code=good&state=${new URL(location).searchParams.get('state')}`)
}

describe('the example', () => {
  let listening: string
  beforeAll(async () => {
    listening = await start({ CONFIG: 'gitlab.rb' })
  })

  test('shows a button for each provider of its gitlab.rb', async () => {
    const { text } = await browser(listening)('/')
    expect(text).toContain(
      '<form method="post" action="/auth/cognito"><button>Sign in with Pool &#38; Sons</button></form>',
    )
  })

  test('signs a user in, and stores the account', async () => {
    const visit = browser(listening)
    expect(await signIn(visit)).toMatchObject({ status: 303, location: '/' })
    expect((await visit('/')).text).toContain('jane@example.com')
    const elsewhere = browser(listening)
    expect((await elsewhere('/')).text).toContain('Hello, stranger.')
    expect(await signIn(elsewhere)).toMatchObject({ status: 303, location: '/' })
  })

  test('signs out', async () => {
    const visit = browser(listening)
    await signIn(visit)
    expect(await visit('/sign-out', pressed)).toMatchObject({ status: 303, location: '/' })
    expect((await visit('/')).text).toContain('Hello, stranger.')
  })

  test.each(['/auth/cognito', '/sign-out'])('ignores a form of another site at %s', async (path) => {
    const visit = browser(listening)
    await signIn(visit)
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, undefined]) {
      const answer = await visit(path, { method: 'POST', ...(headers && { headers }) })
      expect(answer).toMatchObject({ location: '', status: path === '/sign-out' ? 403 : 400 })
    }
    expect((await visit('/')).text).toContain('jane@example.com')
  })

  test('says why a sign-in failed', async () => {
    const visit = browser(listening)
    const answer = await visit('/auth/cognito/callback?code=good&state=forged')
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('Could not authenticate you from Pool &#38; Sons because &#34;Csrf detected&#34;.')
  })

  test('escapes markup from a provider', async () => {
    const userInfo = { sub: 'sub-2', email_verified: true, email: 'eve@example.com', name: '<script>alert(1)</script>' }
    provider.answers.set('/oauth2/userInfo', json(userInfo))
    const visit = browser(listening)
    expect((await signIn(visit)).status).toBe(303)
    const { text } = await visit('/')
    expect(text).toContain('eve@example.com')
    expect(text).not.toContain('<script')
  })

  test('reads a user pool from variables', async () => {
    const pool = { ISSUER: `${provider.url}/pool`, CLIENT_ID: 'client-1', CLIENT_SECRET: 'secret-1' }
    const { text } = await browser(await start({ ...pool, DATABASE: 'other.sqlite' }))('/')
    expect(text).toContain('Sign in with ')
  })

  test('names a missing variable', async () => {
    expect(await start({})).toMatch(/ConfigurationError.*issuer/s)
  })
})
