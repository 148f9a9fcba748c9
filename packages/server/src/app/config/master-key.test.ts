import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { resolveConfig } from './config.ts'
import { ensureMasterKeyFile, loadMasterKeys } from './master-key.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolhouse-key-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const key = Buffer.alloc(32, 3).toString('base64')
const config = (settings: Record<string, unknown> = {}) =>
  resolveConfig({ data: join(folder, 'data'), ...settings }, { source: 'test' })
const keyFile = (mode = 0o600, content = key) => {
  const file = join(folder, 'master.key')
  writeFileSync(file, content)
  chmodSync(file, mode)
  return file
}

test('the key comes from the environment, or from a file that only its owner can read', () => {
  expect(loadMasterKeys(config(), { POOLHOUSE_MASTER_KEY: key }).primary.toString('base64')).toBe(key)
  expect(loadMasterKeys(config({ masterKey: { file: keyFile() } }), {}).primary.toString('base64')).toBe(key)
})

test('without a key the server does not start, and it never creates one [T23]', () => {
  expect(() => loadMasterKeys(config(), {})).toThrow(/There is no master key/)
})

test('a file that other users can read is refused [T23]', () => {
  expect(() => loadMasterKeys(config({ masterKey: { file: keyFile(0o640) } }), {})).toThrow(
    /Other users can read.*chmod 600/,
  )
})

test.each(['', 'short', Buffer.alloc(31).toString('base64'), `${key}x`])('%j is refused as a key [T23]', (content) => {
  expect(() => loadMasterKeys(config({ masterKey: { file: keyFile(0o600, content) } }), {})).toThrow(/32 bytes/)
})

test('in production a key in the data folder is refused unless a setting allows it', () => {
  const file = join(folder, 'data', 'master.key')
  ensureMasterKeyFile(file)
  expect(() => loadMasterKeys(config(), {})).toThrow(/is in the data folder/)
  expect(loadMasterKeys(config({ masterKey: { allowBesideData: true } }), {}).primary).toHaveLength(32)
  expect(loadMasterKeys(config({ mode: 'development' }), {}).primary).toHaveLength(32)
})

test('a created key file is readable only by its owner, and is not overwritten', () => {
  const file = join(folder, 'data', 'master.key')
  ensureMasterKeyFile(file)
  const first = readFileSync(file, 'utf8')
  ensureMasterKeyFile(file)
  expect(readFileSync(file, 'utf8')).toBe(first)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})
