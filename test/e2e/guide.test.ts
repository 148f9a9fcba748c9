import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type AuthHash, omniauth } from '@poolhouse/omniauth'
import { parseGitlabRb } from '@poolhouse/omniauth/gitlab-rb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fencesOf } from './guide/fences.ts'
import { pagesClient } from './guide/pages-client.ts'
import { openShell, type Shell } from './guide/shell.ts'
import { freePort } from './support/free-port.ts'
import { poolhouse, startProgram, stopPrograms } from './support/program.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const fences = fencesOf(readFileSync(join(root, 'docs/guide/gitlab.md'), 'utf8'))
const written = (language: string): string[] =>
  fences.filter((fence) => fence.language === language).map(({ text }) => text)

/** The folder /srv/poolhouse of the guide, after its first step. */
const folder = mkdtempSync(join(tmpdir(), 'poolhouse-guide-'))
let shell: Shell
let site: string
const outputs: string[] = []

/** The reader's environment, without variables of AWS or Poolhouse except another port and its public URL. */
function readersEnvironment(port: number): Record<string, string> {
  const programs = join(folder, 'bin')
  mkdirSync(programs)
  const words = [process.execPath, ...poolhouse()].map((word) => `"${word}"`).join(' ')
  writeFileSync(
    join(programs, 'poolhouse'),
    `#!/bin/sh
exec ${words} "$@"
`,
  )
  chmodSync(join(programs, 'poolhouse'), 0o755)
  const path = `${programs}${delimiter}${process.env['PATH'] ?? ''}`
  return { HOME: folder, PATH: path, POOLHOUSE_PORT: String(port), POOLHOUSE_PUBLIC_URL: site }
}

beforeAll(async () => {
  symlinkSync(join(root, 'examples/welcome-email'), join(folder, 'welcome-email'))
  const port = await freePort()
  site = `http://localhost:${port}`
  const environment = readersEnvironment(port)
  shell = openShell({ folder, environment })
  for (const { language, text } of fences) {
    if (language === 'yaml') writeFileSync(join(folder, 'poolhouse.yaml'), text, { mode: 0o600 })
    else if (language === 'sh') outputs.push(await shell.run(text))
    else if (language === 'console' && /poolhouse serve$/m.test(text)) {
      await startProgram(poolhouse('serve'), { environment, folder }).printed(/Poolhouse serves/)
    }
  }
})

afterAll(async () => {
  await shell?.close()
  await stopPrograms()
  rmSync(folder, { recursive: true, force: true })
})

describe('the steps of docs/guide/gitlab.md', () => {
  it('let only the owner read the master key and the access key', () => {
    for (const name of ['master.key', 'credentials'])
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600)
  })

  it('create pool, app client and user, and print what the guide says', async () => {
    const all = outputs.join('\n')
    const pool = await shell.value('POOL')
    const clientId = await shell.value('CLIENT_ID')
    const secret = await shell.value('CLIENT_SECRET')
    expect(pool).toMatch(/^us-east-1_[0-9A-Za-z]{9}$/)
    expect(clientId).toMatch(/^[0-9a-z]{26}$/)
    expect(secret).toMatch(/^[0-9a-z]{40,}$/)
    expect(all).toContain('"UserPools": []')
    expect(all).toContain(`User pool: ${pool}\n`)
    expect(all).toContain(`Client id: ${clientId}\nClient secret: ${secret}`)
    expect(all).toContain('FORCE_CHANGE_PASSWORD')
    expect(all).toContain(`App client ${clientId}: userInfo now holds id.`)
  })

  it('set the welcome mail and the domain of the pool', async () => {
    const pool = JSON.parse(
      await shell.run('aws cognito-idp describe-user-pool --endpoint-url "$ENDPOINT" --user-pool-id "$POOL"'),
    )
    const [arn] = /arn:aws:lambda:\S+:welcome-email/.exec(written('yaml')[0] ?? '') ?? []
    expect(pool.UserPool).toMatchObject({ Domain: 'gitlab', LambdaConfig: { PostConfirmation: arn } })
    expect(pool.UserPool.UsernameAttributes).toEqual(['email'])
  })

  it('sign the user in at GitLab with the block of the guide', async () => {
    const { auth, sub } = await signInWith(await providerBlock())
    expect(auth).toMatchObject({ provider: 'cognito', uid: sub, info: { nickname: 'kim@example.com' } })
    expect(auth.extra).toMatchObject({ raw_info: { sub, id: sub, email: 'kim@example.com' } })
  })

  it('also sign the user in with a block without id_path', async () => {
    const { auth, sub } = await signInWith((await providerBlock()).replace("id_path: ['sub'],", ''))
    expect(auth.uid).toBe(sub)
  })
})

/** The administrator's final gitlab.rb, with this site instead of the example's. */
async function providerBlock(): Promise<string> {
  const block = written('ruby').join('\n')
  for (const name of ['CLIENT ID', 'CLIENT SECRET', 'https://sign-in.example.com']) expect(block).toContain(name)
  return block
    .replace('CLIENT ID', await shell.value('CLIENT_ID'))
    .replace('CLIENT SECRET', await shell.value('CLIENT_SECRET'))
    .replace('https://sign-in.example.com', site)
}

/** Presses the button of an application with this gitlab.rb, signs in at Poolhouse, and comes back. */
async function signInWith(gitlabRb: string): Promise<{ auth: AuthHash; sub: string }> {
  const { settings, warnings } = await parseGitlabRb(gitlabRb, { file: 'gitlab.rb' })
  expect(warnings.filter((warning) => !warning.includes('id_path'))).toEqual([])
  expect(settings).toMatchObject({ allowSingleSignOn: ['cognito'], blockAutoCreatedUsers: false })
  let found: AuthHash | undefined
  const { handler } = omniauth({
    providers: settings.providers,
    fullHost: 'https://gitlab.example.com',
    pathPrefix: '/users/auth',
    secret: 'a secret of the test that is long enough',
    validateRequest: () => true,
    log: { info() {}, warn() {}, error() {} },
    onSuccess: ({ auth }) => {
      found = auth
      return new Response('signed in')
    },
  })
  const begun = await handler(new Request('https://gitlab.example.com/users/auth/cognito', { method: 'POST' }))
  const [transaction = ''] = begun?.headers.getSetCookie().map((line) => line.split(';')[0] ?? '') ?? []
  const user = { username: 'kim@example.com', password: await shell.value('PASSWORD') }
  const back = await pagesClient().submit(begun?.headers.get('location') ?? '', user)
  expect(back.href).toContain('https://gitlab.example.com/users/auth/cognito/callback?')
  const answer = await handler(new Request(back, { headers: { cookie: transaction } }))
  if (!found) throw new Error(`No sign-in: ${answer?.status} ${answer?.headers.get('location')}`)
  const described = JSON.parse(
    await shell.run(
      'aws cognito-idp admin-get-user --endpoint-url "$ENDPOINT" --user-pool-id "$POOL" --username kim@example.com',
    ),
  )
  return { auth: found, sub: described.Username }
}
