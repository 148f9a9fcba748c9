import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig } from './load-config.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolhouse-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const load = ({
  yaml,
  environment = {},
  flags = {},
}: {
  yaml?: string
  environment?: Record<string, string>
  flags?: Record<string, unknown>
}) => {
  const file = join(folder, 'poolhouse.yaml')
  if (yaml !== undefined) writeFileSync(file, yaml)
  return loadConfig({ file: yaml === undefined ? undefined : file, environment, flags })
}

test('without any setting it serves loopback in production mode', () => {
  expect(load({})).toMatchObject({
    mode: 'production',
    host: '127.0.0.1',
    port: 9229,
    publicUrl: 'http://localhost:9229',
    region: 'us-east-1',
  })
})

test('flags lie over the environment, the environment over the file', () => {
  const yaml = 'port: 1\nhost: 127.0.0.2\nregion: eu-west-1\n'
  const config = load({ yaml, environment: { POOLHOUSE_PORT: '2', POOLHOUSE_HOST: '127.0.0.3' }, flags: { port: '3' } })
  expect(config).toMatchObject({ port: 3, host: '127.0.0.3', region: 'eu-west-1' })
})

test('paths in the file are relative to the file', () => {
  const yaml = [
    'data: store',
    'masterKey: { file: keys/master.key }',
    "triggers: { functions: { 'arn:aws:lambda:us-east-1:000000000000:function:f': { file: f.mjs } } }",
  ].join('\n')
  const config = load({ yaml })
  expect(config.data).toBe(join(folder, 'store'))
  expect(config.database).toBe(join(folder, 'store', 'poolhouse.sqlite'))
  expect(config.masterKeyFile).toBe(join(folder, 'keys', 'master.key'))
  expect(Object.values(config.triggers.functions)).toEqual([
    { file: join(folder, 'f.mjs'), environment: {}, timeout: 5_000 },
  ])
})

test('so are a database file and the files of older keys; a database URL stays as it is', () => {
  const config = load({ yaml: 'database: store/p.sqlite\nmasterKey: { olderFiles: [keys/old.key] }' })
  expect(config.database).toBe(join(folder, 'store', 'p.sqlite'))
  expect(config.masterKey.olderFiles).toEqual([join(folder, 'keys', 'old.key')])
  expect(load({ yaml: 'database: postgres://db/poolhouse' }).database).toBe('postgres://db/poolhouse')
})

describe('a person is told what to mend', () => {
  test.each([
    ['an unknown key', 'prot: 80', /prot/],
    ['an unknown key further in', 'email: { form: x }', /form/],
    ['a wrong type', 'port: many', /port/],
    ['no YAML', 'a: [', /not YAML/],
    ['a list', '- a', /mapping/],
    ['a public URL with a path', 'publicUrl: https://example.com/auth', /publicUrl.*without a path/],
    ['an issuer without the pool', 'issuer: https://example.com', /userPoolId/],
    ['an account of letters', 'accountId: abc', /twelve digits/],
  ])('%s', (_case, yaml, message) => {
    expect(() => load({ yaml })).toThrow(message)
  })

  test('a variable that is no setting', () => {
    expect(() => load({ environment: { POOLHOUSE_PROT: '80' } })).toThrow(/POOLHOUSE_PROT is no setting/)
  })

  test('a file that is not there', () => {
    expect(() => loadConfig({ file: join(folder, 'none.yaml'), environment: {}, flags: {} })).toThrow(/none\.yaml/)
  })

  test('plain http beyond this machine in production', () => {
    const flags = { publicUrl: 'http://sign-in.example.com' }
    expect(() => load({ flags })).toThrow(/must be https/)
    expect(load({ flags: { ...flags, mode: 'development' } }).publicUrl).toBe('http://sign-in.example.com')
  })
})
