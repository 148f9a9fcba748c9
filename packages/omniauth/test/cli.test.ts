import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../src/cli/run.ts'
import { json, type LoopbackProvider, loopbackProvider, raw } from './loopback-provider.ts'
import { seedRb, seedYml } from './seed-block.ts'

let provider: LoopbackProvider
let folder: string
beforeEach(async () => {
  provider = await loopbackProvider()
  provider.answers.set('/', raw('', {}))
  provider.answers.set('/login', raw('<form>', { 'content-type': 'text/html' }))
  provider.answers.set('/oauth2/token', json({ error: 'invalid_grant' }, 400))
  provider.answers.set('/oauth2/userInfo', json({ error: 'invalid_token' }, 401))
  folder = mkdtempSync(join(tmpdir(), 'omniauth-cli-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await provider.close()
})

async function omniauth(words: readonly string[], { env = {}, colours = false } = {}) {
  const out: string[] = []
  const complaints: string[] = []
  const print = (text: string) => void out.push(text)
  const code = await run(words, { env, colours, print, complain: (text) => void complaints.push(text) })
  return { code, out: out.join(''), complaints: complaints.join('') }
}

const withSite = (text: string) => text.replace('https://your_domain.auth.your_region.amazoncognito.com', provider.url)

function fileOf(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, withSite(text))
  return file
}

const url = ['--url', 'https://app.example.com']

test.each([[[]], [['--help']], [['doctor', '--help']], [['doctor', 'a.rb', '-h']]])(
  '%j shows the help',
  async (words) => {
    const { code, out } = await omniauth(words)
    expect([code, out]).toEqual([0, expect.stringContaining('usage: omniauth')])
    expect(out.includes('--aws-profile')).toBe(words.includes('doctor'))
  },
)

test.each([
  [['nonsense'], 'Unknown command "nonsense"'],
  [['doctor', 'gitlab.rb'], '--url is missing'],
  [['doctor', '--url', 'app.example.com'], '--url must be an address'],
  [['doctor', '--url', 'ftp://app.example.com'], '--url must be an address'],
  [['doctor', '--url', 'https://app.example.com/?x=1'], '--url must be an address'],
  [['doctor', 'a.rb', 'b.rb', ...url], 'doctor takes only one file'],
  [['doctor', '--nonsense', ...url], '--nonsense'],
  [['doctor', '--region', 'eu-west-1', ...url], '--region and --endpoint need --aws-profile'],
  [['doctor', '--aws-profile', 'x', '--endpoint', 'x', ...url], '--endpoint must be an address'],
])('%j is refused with a reason', async (words, message) => {
  expect(await omniauth(words)).toEqual({ code: 2, out: '', complaints: expect.stringContaining(message) })
})

describe('the doctor examines the documented block', () => {
  test.each([
    ['gitlab.rb', seedRb],
    ['gitlab.yml', seedYml],
  ])('in %s: without a problem, a line for each finding, and a warning about id_path', async (name, text) => {
    const file = fileOf(name, text)
    const { code, out } = await omniauth(['doctor', file, ...url])
    expect(code).toBe(0)
    const lines = out.trim().split('\n')
    expect(lines.filter((line) => line.startsWith('warning'))).toEqual([
      expect.stringMatching(
        new RegExp(`^warning file: ${file}:\\d+: cognito.args.user_response_structure has no id_path`),
      ),
    ])
    expect(lines.at(-1)).toBe('0 problems, 1 warning, 9 ok, 0 unseen (the doctor can not check this from outside).')
    expect(out).not.toContain('CLIENT SECRET')
    expect(out).not.toContain('\u001b')
  })

  test('in the variable of the container', async () => {
    const { code, out } = await omniauth(['doctor', ...url], { env: { GITLAB_OMNIBUS_CONFIG: withSite(seedRb) } })
    expect([code, out]).toEqual([0, expect.stringContaining('warning file: GITLAB_OMNIBUS_CONFIG:')])
  })

  test('at a provider that refuses it: exit code 1, the line and the fix', async () => {
    provider.answers.set('/oauth2/token', json({ error: 'invalid_client' }, 401))
    const file = fileOf('gitlab.rb', seedRb)
    const { code, out } = await omniauth(['doctor', file, ...url])
    expect(code).toBe(1)
    expect(out).toContain(
      `problem cognito secret: ${file}:7: the provider does not accept client id and secret (invalid_client). Fix: copy the client secret again`,
    )
  })

  test('with the output as JSON', async () => {
    const { out } = await omniauth(['doctor', fileOf('gitlab.rb', seedRb), '--json', ...url], { colours: true })
    expect(JSON.parse(out).findings).toContainEqual(
      expect.objectContaining({ level: 'ok', check: 'secret', provider: 'cognito', line: 7 }),
    )
  })

  test('with colours on a terminal', async () => {
    const { out } = await omniauth(['doctor', fileOf('gitlab.rb', seedRb), ...url], { colours: true })
    expect(out).toContain('\u001b[32mok     \u001b[0m cognito authorize: ')
  })
})

test('an invalid file gives all its errors and exit code 1', async () => {
  const file = fileOf('gitlab.rb', "gitlab_rails['omniauth_enabld'] = true\ngitlab_rails['omniauth_providers'] = 5\n")
  const { code, out } = await omniauth(['doctor', file, ...url])
  expect(code).toBe(1)
  expect(out.split('\n').slice(0, 2)).toEqual([
    `problem file: ${file}:1: omniauth_enabld is not a known setting: did you mean omniauth_enabled?`,
    `problem file: ${file}:2: omniauth_providers is a number: expected a list of provider hashes`,
  ])
  expect(provider.seen).toEqual([])
})

test('a missing file gives an error', async () => {
  const { code, out } = await omniauth(['doctor', join(folder, 'none.rb'), ...url])
  expect([code, out]).toEqual([1, expect.stringContaining("none.rb: can't be read (ENOENT)")])
})
