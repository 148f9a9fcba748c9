import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPool, type Poolhouse, startPoolhouse } from './support/poolhouse.ts'
import { runProgram } from './support/program.ts'

const main = fileURLToPath(new URL('../../packages/omniauth/src/cli/main.ts', import.meta.url))

let server: Poolhouse
let pool: Awaited<ReturnType<typeof createPool>>
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
  server = await startPoolhouse()
  pool = await createPool(server.client, {
    GenerateSecret: true,
    SupportedIdentityProviders: ['COGNITO'],
    CallbackURLs: ['https://gitlab.example.com/users/auth/cognito/callback'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['email', 'openid'],
  })
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.close()
})

/** The block of docs/guide/gitlab.md. */
const block = () => `gitlab_rails['omniauth_allow_single_sign_on'] = ['cognito']
gitlab_rails['omniauth_providers'] = [
  {
    "name" => "cognito",
    "app_id" => "${pool.clientId}",
    "app_secret" => "${pool.clientSecret}",
    "args" => {
      client_options: {
        'site' => '${server.baseUrl}',
        'authorize_url' => '/login',
        'token_url' => '/oauth2/token',
        'user_info_url' => '/oauth2/userInfo'
      },
      user_response_structure: {
        root_path: [],
        id_path: ['sub'],
        attributes: { nickname: 'email' }
      },
      name: 'cognito',
      scope: 'openid email',
      strategy_class: "OmniAuth::Strategies::OAuth2Generic"
    }
  }
]
`

interface DoctorFinding {
  level: string
  check: string
  message: string
  line?: number
}

async function doctor(
  text: string,
  ...words: string[]
): Promise<{ code: number | null; findings: DoctorFinding[]; output: string }> {
  const file = join(folder, 'gitlab.rb')
  writeFileSync(file, text)
  const command = ['doctor', file, '--url', 'https://gitlab.example.com', '--json', ...words]
  const environment = { AWS_SHARED_CREDENTIALS_FILE: server.credentialsFile }
  const { code, stdout, stderr } = await runProgram(['--conditions=source', main, ...command], { environment })
  return { code, findings: stdout === '' ? [] : JSON.parse(stdout).findings, output: stdout + stderr }
}

const asPoolhouse = () => ['--aws-profile', 'poolhouse', '--region', 'us-east-1', '--endpoint', server.baseUrl]
const lineOf = (words: string) =>
  block()
    .split('\n')
    .findIndex((line) => line.includes(words)) + 1
const problemsOf = (findings: readonly DoctorFinding[]) =>
  findings.filter(({ level }) => level === 'problem').map(({ check, line }) => [check, line])

describe('the doctor with a running Poolhouse', () => {
  test('finds nothing wrong in a correct block', async () => {
    const { code, findings, output } = await doctor(block(), ...asPoolhouse())
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([])
    expect([...new Set(findings.map(({ check }) => check))].sort()).toEqual(
      ['app-client', 'authorize', 'clock', 'file', 'mapping', 'pkce', 'reach', 'secret', 'user-info'].sort(),
    )
    expect(code).toBe(0)
    expect(output).not.toContain(pool.clientSecret)
  })

  test('checks discovery and keys for the cognito strategy', async () => {
    const text = `gitlab_rails['omniauth_providers'] = [{
      name: 'cognito', app_id: '${pool.clientId}', app_secret: '${pool.clientSecret}',
      args: { issuer: '${server.baseUrl}/${pool.userPoolId}' } }]`
    const { code, findings } = await doctor(text, ...asPoolhouse())
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([])
    expect(findings.map(({ check }) => check)).toEqual(expect.arrayContaining(['discovery', 'keys']))
    expect(code).toBe(0)
  })

  test.each<[string, (text: string) => string, string[], [string, string][]]>([
    [
      'wrong secret',
      (text) => text.replace(/"app_secret" => "..../, '"app_secret" => "none'),
      [],
      [
        ['secret', 'app_secret'],
        ['app-client', 'app_secret'],
      ],
    ],
    [
      'wrong redirect',
      (text) => text,
      ['--url', 'http://gitlab.example.com'],
      [
        ['authorize', '"name"'],
        ['app-client', '"name"'],
      ],
    ],
    [
      'a scope that the client lacks',
      (text) => text.replace('openid email', 'openid profile'),
      [],
      [
        ['authorize', 'scope:'],
        ['app-client', 'scope:'],
      ],
    ],
    [
      'another client',
      (text) => text.replace(/"app_id" => "..../, '"app_id" => "0000'),
      [],
      [
        ['authorize', 'app_id'],
        ['secret', 'app_secret'],
        ['app-client', 'app_id'],
      ],
    ],
    ['wrong site', (text) => text.replace(server.baseUrl, 'http://127.0.0.1:9'), [], [['reach', "'site'"]]],
    ['no uid', (text) => text.replace("id_path: ['sub']", "id_path: ['id']"), [], [['mapping', 'id_path']]],
    [
      'a wrong endpoint',
      (text) => text.replace('/oauth2/userInfo', '/oauth2/user'),
      [],
      [['user-info', 'user_info_url']],
    ],
  ])('%s is named with its line', async (_, spoil, words, expected) => {
    const { code, findings, output } = await doctor(spoil(block()), ...asPoolhouse(), ...words)
    expect(problemsOf(findings)).toEqual(expected.map(([check, key]) => [check, lineOf(key)]))
    expect(code).toBe(1)
    expect(output).not.toContain(pool.clientSecret?.slice(4))
  })

  test('finds the same from outside without a profile', async () => {
    const { findings } = await doctor(block(), '--url', 'https://gitlab.example.com/gitlab')
    expect(problemsOf(findings)).toEqual([['authorize', lineOf('"name"')]])
    expect(findings.find(({ level }) => level === 'problem')?.message).toContain(
      'https://gitlab.example.com/gitlab/users/auth/cognito/callback is not registered for this client',
    )
  })

  test('shows the difference to a similar registered redirect URI', async () => {
    const { findings } = await doctor(block(), ...asPoolhouse(), '--url', 'http://gitlab.example.com')
    expect(findings.filter(({ check }) => check === 'app-client')[0]?.message).toContain(
      'it has https://gitlab.example.com/users/auth/cognito/callback, which differs by the scheme',
    )
  })
})
