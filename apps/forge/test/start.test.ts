import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readArguments } from '../src/cli/arguments.ts'
import { startForge } from '../src/server.ts'
import { Browser } from './support/browser.ts'
import { Stage } from './support/forge.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forge-start-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const warnings: string[] = []
const log = {
  info: () => {},
  warn: (_event: string, fields?: object) => void warnings.push(JSON.stringify(fields)),
  error: () => {},
}
const start = (changes: Partial<Parameters<typeof startForge>[0]> = {}) =>
  startForge({
    host: '127.0.0.1',
    port: 0,
    dataFolder: join(folder, 'forge'),
    configFile: join(folder, 'gitlab.rb'),
    log,
    ...changes,
  })

describe('gitlab.rb', () => {
  test('missing: Forge starts without buttons, and the page and the log say why', async () => {
    const forge = await start()
    const { text } = await new Browser().get(`${forge.url}/users/sign_in`)
    await forge.close()
    expect(text).toContain('No sign-in provider is configured')
    expect(text).not.toContain('or sign in with')
    expect(warnings.join()).toContain('gitlab.rb')
  })

  test.each([
    ["gitlab_rails['omniauth_providers'] = [\n  {\n    'name' => \n", 3],
    ["gitlab_rails['omniauth_enabled'] = true\ngitlab_rails['omniauth_providers'] = [ { name: ENV['X'] } ]\n", 2],
    ["\n\ngitlab_rails['omniauth_allow_single_sign_on'] = 17\n", 3],
  ])('invalid: Forge refuses to start and names file and line: %j', async (text, line) => {
    const file = join(folder, 'gitlab.rb')
    writeFileSync(file, text)
    await expect(start()).rejects.toThrow(new RegExp(`${file}:${line}`))
  })

  test('unreadable: Forge refuses to start', async () => {
    await expect(start({ configFile: folder })).rejects.toThrow(`${folder}: can't be read (EISDIR)`)
  })

  test.each([["gitlab_rails['omniauth_auto_link_ldap_user'] = true", 'omniauth_auto_link_ldap_user']])(
    'a setting about sign-in that Forge cannot apply is refused: %s',
    async (line, name) => {
      writeFileSync(join(folder, 'gitlab.rb'), line)
      await expect(start()).rejects.toThrow(
        `gitlab.rb:1: ${name} needs a directory: start Forge with --directory people.yml`,
      )
    },
  )

  test('changed: a restart puts the change in force', async () => {
    const stage = await Stage.start({ label: 'Before' })
    try {
      stage.configure({ label: 'After' })
      expect((await new Browser().get(`${stage.url}/users/sign_in`)).text).toContain('>Before<')
      await stage.restart()
      expect((await new Browser().get(`${stage.url}/users/sign_in`)).text).toContain('>After<')
    } finally {
      await stage.stop()
    }
  })
})

test('the error for a port that is taken names the flag', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await expect(start({ port })).rejects.toThrow(
    `port ${port} of 127.0.0.1 is taken. Choose another with --port (or FORGE_PORT).`,
  )
  await expect(start({ port, portFlag: '--forge-port' })).rejects.toThrow('Choose another with --forge-port.')
  other.close()
})

test.each([
  'nonsense',
  'ftp://forge.example.com',
  'https://forge.example.com/gitlab',
  'https://user@forge.example.com',
])('an invalid external URL is refused: %s', async (externalUrl) => {
  await expect(start({ externalUrl })).rejects.toThrow('--url should be')
})

test('with https the cookies are __Host- and Secure, and Forge sends HSTS', async () => {
  const stage = await Stage.start({ externalUrl: 'https://forge.example.com' })
  try {
    // Forge itself listens with http, behind a proxy.
    const port = JSON.parse(stage.logged.find((line) => line.includes('"listening"')) ?? '{}').port
    const answer = await fetch(`http://127.0.0.1:${port}/users/sign_in`)
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Host-_forge_session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    )
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000')
  } finally {
    await stage.stop()
  }
})

describe('files', () => {
  test('with secrets can be read only by their owner', async () => {
    const forge = await start()
    for (const name of ['secret', 'forge.sqlite', 'forge.sqlite-wal']) {
      expect([name, statSync(join(folder, 'forge', name)).mode & 0o777]).toEqual([name, 0o600])
    }
    await forge.close()
  })

  test('of a newer Forge are refused', async () => {
    await (await start()).close()
    const file = join(folder, 'forge', 'forge.sqlite')
    const db = new Database(file)
    db.pragma('user_version = 99')
    db.close()
    await expect(start()).rejects.toThrow(/was written by a newer Forge/)
  })

  test('with a damaged secret are refused, and Forge creates no new secret', async () => {
    await (await start()).close()
    writeFileSync(join(folder, 'forge', 'secret'), 'short\n')
    await expect(start()).rejects.toThrow(/should hold 32 bytes/)
  })

  test('can be created by two processes at once', async () => {
    const [one, two] = await Promise.all([start(), start()])
    await Promise.all([one.close(), two.close()])
  })
})

describe('the command line', () => {
  test('flags override the environment, and both override the defaults', () => {
    expect(readArguments([], {})).toMatchObject({
      command: 'serve',
      port: 3000,
      host: '127.0.0.1',
      externalUrl: undefined,
    })
    expect(readArguments(['--port', '4000'], { FORGE_PORT: '5000' })).toMatchObject({ port: 4000 })
    const given = readArguments([], { FORGE_PORT: '5000', POOLHOUSE_DATA: '/srv/data' })
    expect(given).toMatchObject({ port: 5000, dataFolder: '/srv/data/forge', configFile: '/srv/data/gitlab.rb' })
  })

  test('the configuration comes from the flag, FORGE_CONFIG, GITLAB_OMNIBUS_CONFIG or the data folder, in this order', () => {
    const env = { FORGE_CONFIG: '/etc/gitlab.yml', GITLAB_OMNIBUS_CONFIG: 'x' }
    const flags = ['--config', '/srv/gitlab.rb', '--directory', '/srv/people.yml']
    expect(readArguments(flags, env)).toMatchObject({
      configFile: '/srv/gitlab.rb',
      omnibusConfig: undefined,
      directoryFile: '/srv/people.yml',
    })
    expect(readArguments([], env)).toMatchObject({ configFile: '/etc/gitlab.yml', omnibusConfig: undefined })
    expect(readArguments([], { GITLAB_OMNIBUS_CONFIG: 'x' })).toMatchObject({ omnibusConfig: 'x' })
  })

  test('user needs a verb and a username', () => {
    expect(readArguments(['user', 'promote', 'dora'], {})).toMatchObject({ username: 'dora', verb: 'promote' })
    expect(readArguments(['user', 'demote', 'dora'], {})).toMatchObject({ username: 'dora', verb: 'demote' })
    for (const words of [['user'], ['user', 'promote'], ['user', 'delete', 'dora'], ['user', 'promote', 'a', 'b']])
      expect(() => readArguments(words, {})).toThrow('user needs one of promote, demote, disable-two-factor')
  })

  test.each([['--port', 'x'], ['--port', '70000'], ['--nonsense'], ['nonsense'], ['create-user']])(
    '%s is refused',
    (...argv) => {
      expect(() => readArguments(argv, {})).toThrow()
    },
  )

  test('create-user creates an account with the password from standard input', async () => {
    const stage = await Stage.start()
    try {
      const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
      const argv = [
        '--conditions=source',
        main,
        'create-user',
        '--data',
        stage.folder,
        '--username',
        'dora',
        '--email',
        'dora@example.com',
      ]
      const made = spawnSync(process.execPath, argv, { input: 'a long password\n', encoding: 'utf8' })
      expect(made.stdout).toContain('Created the account dora (dora@example.com).')
      expect((await stage.signInWithPassword('dora', 'a long password')).text).toContain('@dora')
      const again = spawnSync(process.execPath, argv, { input: 'a long password\n', encoding: 'utf8' })
      expect([again.status, again.stderr]).toEqual([
        1,
        'Username has already been taken. Email has already been taken\n',
      ])
    } finally {
      await stage.stop()
    }
  })
})
