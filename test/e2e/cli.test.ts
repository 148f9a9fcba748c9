import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from './support/free-port.ts'
import { awsClient, createPool } from './support/poolhouse.ts'
import { poolhouse, runProgram, startProgram, stopPrograms } from './support/program.ts'

/** The data and the key have separate folders, as in production. */
let folder: string
let data: string
let keyFile: string

const keyText = (fill: number): string => Buffer.alloc(32, fill).toString('base64')

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolhouse-cli-'))
  data = join(folder, 'data')
  keyFile = join(folder, 'master.key')
  writeFileSync(keyFile, keyText(1), { mode: 0o600 })
})
afterAll(async () => {
  await stopPrograms()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a command in the folder. */
const run = (...words: string[]) => runProgram(poolhouse(...words), { folder })
const withKey = (...words: string[]) => run(...words, '--data', data, '--master-key-file', keyFile)

/** A user who made a mistake reads sentences, without a stack. */
const refusal = (pattern: RegExp) => ({
  code: 1,
  stdout: '',
  stderr: expect.toSatisfy(
    (text: string) => pattern.test(text) && !/\n\s+at /.test(text),
    `${pattern}, without a stack`,
  ),
})

async function serve(...words: string[]) {
  const port = await freePort()
  const program = startProgram(
    poolhouse('serve', '--port', String(port), '--data', data, '--master-key-file', keyFile, ...words),
    { folder },
  )
  onTestFinished(async () => void (await program.stop()))
  await program.printed(/Poolhouse serves (\S+)/)
  return { baseUrl: `http://localhost:${port}`, port, program }
}

describe.concurrent('help', () => {
  test.each([[['--help']], [['-h']], [[]]])('poolhouse %j lists the commands', async (words) => {
    const { code, stdout } = await run(...words)
    expect(code).toBe(0)
    for (const command of ['serve', 'keys create', 'keys list', 'keys delete', 'clients set'])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
  })

  test.each([
    ['serve', ['--host', '--port', '--public-url', '--master-key-file', '--config']],
    ['keys create', ['--name', '--data']],
    ['keys list', ['--database']],
    ['keys delete', ['<access-key-id>']],
    ['clients set', ['<client-id>', '--userinfo-id']],
  ])('poolhouse %s --help tells how it is used', async (command, told) => {
    const { code, stdout } = await run(...command.split(' '), '--help')
    expect(code).toBe(0)
    expect(stdout).toContain(`usage: poolhouse ${command}`)
    for (const word of told) expect(stdout).toContain(word)
  })

  test('an unknown command or option is refused with the list of valid ones', async () => {
    expect(await run('sevre')).toEqual(refusal(/Unknown command "sevre"\. Did you mean serve\?[\s\S]*serve/))
    expect(await run('serve', '--prot', '1')).toEqual(
      refusal(/Unknown option --prot\. Did you mean --port\?[\s\S]*--port PORT/),
    )
    expect(await run('keys', 'delete')).toEqual(refusal(/Give <access-key-id>/))
  })
})

describe('serve', () => {
  test('prints its address, and stops completely on a signal', async () => {
    const { baseUrl, program } = await serve()
    expect(program.output()).toContain(baseUrl)
    await expect(fetch(baseUrl)).resolves.toHaveProperty('status')
    // Browsers open a connection in advance. Stopping must not wait for it.
    const silent = connect(Number(new URL(baseUrl).port), '127.0.0.1')
    await once(silent, 'connect')
    const hungUp = once(silent, 'close')
    expect(await program.stop()).toBe(0)
    await hungUp
    await expect(fetch(baseUrl)).rejects.toThrow()
  })

  test('an occupied port is refused with the flag that changes it', async () => {
    const squatter = createServer()
    const port = await freePort()
    await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve))
    try {
      expect(await withKey('serve', '--port', String(port))).toEqual(
        refusal(new RegExp(`Port ${port} is already in use.*--port`)),
      )
    } finally {
      squatter.close()
    }
  })

  test('an unknown key of the configuration is refused by name', async () => {
    const config = join(folder, 'misspelt.yaml')
    writeFileSync(config, 'publicURL: https://sign-in.example.com\nemail:\n  smpt: {}\n')
    const answer = await withKey('serve', '--config', config)
    expect(answer).toEqual(refusal(/misspelt\.yaml/))
    expect(answer.stderr).toMatch(/Unknown setting publicURL\. Did you mean publicUrl\?/)
    expect(answer.stderr).toMatch(/Unknown setting email\.smpt\. Did you mean email\.smtp\?/)
  })

  test('an unknown variable and a missing configuration file are refused', async () => {
    const answer = await runProgram(poolhouse('serve'), { folder, environment: { POOLHOUSE_PROT: '1' } })
    expect(answer).toEqual(refusal(/Unknown variable POOLHOUSE_PROT\. Did you mean POOLHOUSE_PORT\?/))
    expect(await run('serve', '--config', 'nowhere.yaml')).toEqual(
      refusal(/configuration file .*nowhere\.yaml does not exist/),
    )
  })

  test('plain http on a public name is refused', async () => {
    expect(await withKey('serve', '--public-url', 'http://sign-in.example.com')).toEqual(refusal(/must be https/))
  })
})

describe('the master key', () => {
  test('is refused in the data folder unless a flag allows it', async () => {
    const beside = join(folder, 'beside')
    const made = await runProgram(poolhouse('keys', 'list', '--data', beside), {
      folder,
      environment: { POOLHOUSE_MASTER_KEY: keyText(2) },
    })
    expect(made.code).toBe(0)
    writeFileSync(join(beside, 'master.key'), keyText(2), { mode: 0o600 })
    const words = ['serve', '--data', beside, '--port', String(await freePort())]
    expect(await run(...words)).toEqual(refusal(/is in the data folder.*POOLHOUSE_MASTER_KEY_FILE/))
    const program = startProgram(poolhouse(...words, '--allow-master-key-beside-data'), { folder })
    await program.printed(/Poolhouse serves/)
    expect(await program.stop()).toBe(0)
  })

  test('is refused if it is missing, readable by others or of the wrong length', async () => {
    const missing = join(folder, 'missing.key')
    expect(await run('serve', '--data', data, '--master-key-file', missing)).toEqual(refusal(/There is no master key/))
    const open = join(folder, 'open.key')
    writeFileSync(open, keyText(1), { mode: 0o644 })
    expect(await run('keys', 'list', '--data', data, '--master-key-file', open)).toEqual(
      refusal(/Other users can read.*chmod 600/),
    )
    const short = join(folder, 'short.key')
    writeFileSync(short, Buffer.alloc(16).toString('base64'), { mode: 0o600 })
    expect(await run('keys', 'list', '--data', data, '--master-key-file', short)).toEqual(refusal(/must be 32 bytes/))
  })

  test('is refused by server and commands if another key sealed the data', async () => {
    expect((await withKey('keys', 'list')).code).toBe(0)
    const other = join(folder, 'other.key')
    writeFileSync(other, keyText(9), { mode: 0o600 })
    for (const command of [
      ['serve', '--port', String(await freePort())],
      ['keys', 'list'],
    ]) {
      const answer = await run(...command, '--data', data, '--master-key-file', other)
      expect(answer).toEqual(refusal(/master key is not the one that sealed/))
      expect(answer.stderr).not.toContain(keyText(9))
    }
  })
})

describe('operators', () => {
  test('create, list and delete access keys, which a running server sees at once', async () => {
    const { baseUrl } = await serve()
    const made = await withKey('keys', 'create', '--name', 'poolhouse')
    const credentialsFile = join(folder, 'credentials')
    writeFileSync(credentialsFile, made.stdout, { mode: 0o600 })
    const id = /aws_access_key_id = (\S+)/.exec(made.stdout)?.[1] ?? ''
    const secret = /aws_secret_access_key = (\S+)/.exec(made.stdout)?.[1] ?? ''

    const client = awsClient({ baseUrl, credentialsFile })
    await expect(client.send(new ListUserPoolsCommand({ MaxResults: 5 }))).resolves.toHaveProperty('UserPools', [])
    const listed = await withKey('keys', 'list')
    expect(listed.stdout).toMatch(new RegExp(`^${id}  \\S+Z  poolhouse$`, 'm'))
    expect(listed.stdout).not.toContain(secret)

    expect(await withKey('keys', 'delete', id)).toMatchObject({ code: 0, stdout: `Deleted access key ${id}.\n` })
    await expect(client.send(new ListUserPoolsCommand({ MaxResults: 5 }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    })
    expect(await withKey('keys', 'delete', id)).toEqual(refusal(/There is no access key/))
    client.destroy()
  })

  test('switch the id in the userInfo of an app client on and off', async () => {
    const { baseUrl } = await serve()
    // A new file, because the SDK reads a file only once in a process.
    const credentialsFile = join(folder, 'credentials-for-clients')
    writeFileSync(credentialsFile, (await withKey('keys', 'create')).stdout, { mode: 0o600 })
    const client = awsClient({ baseUrl, credentialsFile })
    const { clientId } = await createPool(client)
    client.destroy()
    expect(await withKey('clients', 'set', clientId, '--userinfo-id', 'on')).toMatchObject({
      code: 0,
      stdout: `App client ${clientId}: userInfo now holds id.\n`,
    })
    expect(await withKey('clients', 'set', clientId, '--userinfo-id', 'off')).toMatchObject({ code: 0 })
    expect(await withKey('clients', 'set', clientId)).toEqual(refusal(/--userinfo-id on or off/))
    expect(await withKey('clients', 'set', 'nobody', '--userinfo-id', 'on')).toEqual(refusal(/no app client nobody/))
  })
})
