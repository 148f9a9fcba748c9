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

test('without any setting, the server listens on loopback in production mode', () => {
  expect(load({})).toMatchObject({
    mode: 'production',
    host: '127.0.0.1',
    port: 9229,
    publicUrl: 'http://localhost:9229',
    region: 'us-east-1',
  })
})

test('flags override the environment, and the environment overrides the file', () => {
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

test('a database file and the files of older keys are relative to the file; a database URL stays unchanged', () => {
  const config = load({ yaml: 'database: store/p.sqlite\nmasterKey: { olderFiles: [keys/old.key] }' })
  expect(config.database).toBe(join(folder, 'store', 'p.sqlite'))
  expect(config.masterKey.olderFiles).toEqual([join(folder, 'keys', 'old.key')])
  expect(load({ yaml: 'database: postgres://db/poolhouse' }).database).toBe('postgres://db/poolhouse')
})

describe('the message says what is wrong with', () => {
  test.each([
    ['an unknown setting', 'prot: 80', /^ {2}Unknown setting prot\. Did you mean port\?$/m],
    [
      'an unknown setting in a section',
      'email: { form: x }',
      /Unknown setting email\.form\. Did you mean email\.from\?/,
    ],
    ['an unknown setting like no other', 'colour: red', /Unknown setting colour\.$/m],
    [
      'an unknown setting of a function',
      "triggers: { functions: { 'arn:a': { file: f.mjs, timout: 1 } } }",
      /Unknown setting triggers\.functions\.arn:a\.timout\. Did you mean triggers\.functions\.arn:a\.timeout\?/,
    ],
    ['a wrong type', 'port: many', /^ {2}port must be a number \(got "many"\)$/m],
    ['a number with a fraction', 'port: 1.5', /port must be a whole number \(got 1\.5\)/],
    ['a number that is too large', 'port: 70000', /port must be at most 65535 \(got 70000\)/],
    ['a number that is too small', 'port: -1', /port must be at least 0 \(got -1\)/],
    ['a word for a boolean', 'masterKey: { allowBesideData: maybe }', /must be true or false \(got "maybe"\)/],
    ['a word that is not allowed', 'mode: test', /mode must be production or development \(got "test"\)/],
    ['a section without content', 'email:', /email must be a mapping \(got nothing\)/],
    ['a list in place of a string', 'host: [a]', /host must be a string \(got a list\)/],
    ['a missing setting', 'email: { smtp: {} }', /email\.smtp\.host is required/],
    [
      'a function without an ARN',
      'triggers: { functions: { f: { file: f.mjs } } }',
      /functions\.f must begin with arn:/,
    ],
    ['no YAML', 'a: [', /not valid YAML/],
    ['a list', '- a', /mapping/],
    ['a public URL with a path', 'publicUrl: https://example.com/auth', /publicUrl.*without a path/],
    ['an issuer without the pool', 'issuer: https://example.com', /userPoolId/],
    ['an account of letters', 'accountId: abc', /twelve digits/],
  ])('%s', (_case, yaml, message) => {
    expect(() => load({ yaml })).toThrow(message)
  })

  test('an unknown variable', () => {
    expect(() => load({ environment: { POOLHOUSE_PROT: '80' } })).toThrow(
      'Unknown variable POOLHOUSE_PROT. Did you mean POOLHOUSE_PORT?',
    )
    expect(() => load({ environment: { POOLHOUSE_MASTERKEY: 'x' } })).toThrow('Did you mean POOLHOUSE_MASTER_KEY?')
    expect(() => load({ environment: { POOLHOUSE_COLOUR: 'red' } })).toThrow(
      /^Unknown variable POOLHOUSE_COLOUR\. Known variables: POOLHOUSE_MODE, .*POOLHOUSE_CONFIG\.$/,
    )
  })

  test('a variable that must be a number', () => {
    expect(() => load({ environment: { POOLHOUSE_PORT: 'abc' } })).toThrow(/^ {2}port must be a number \(got "abc"\)$/m)
  })

  test('a password, without showing it', () => {
    const yaml = 'email: { smtp: { host: a, password: 1234567 } }'
    expect(() => load({ yaml })).toThrow(/email\.smtp\.password must be a string \(got a number\)$/)
  })

  test('a file that does not exist', () => {
    expect(() => loadConfig({ file: join(folder, 'none.yaml'), environment: {}, flags: {} })).toThrow(/none\.yaml/)
  })

  test('plain http on a public name in production', () => {
    const flags = { publicUrl: 'http://sign-in.example.com' }
    expect(() => load({ flags })).toThrow(/must be https/)
    expect(load({ flags: { ...flags, mode: 'development' } }).publicUrl).toBe('http://sign-in.example.com')
  })
})
