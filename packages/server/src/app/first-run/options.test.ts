import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

test('all URLs follow from the ports', () => {
  expect(readOptions(['--port', '9300', '--forge-port', '3300'], {})).toMatchObject({
    host: '127.0.0.1',
    publicUrl: 'http://localhost:9300',
    forgeUrl: 'http://localhost:3300',
    data: resolve('./data'),
  })
})

test('flags override the environment', () => {
  const environment = {
    POOLHOUSE_PORT: '1000',
    FORGE_PORT: '2000',
    POOLHOUSE_PUBLIC_URL: 'https://a.example/',
    POOLHOUSE_DATA: 'd',
  }
  expect(readOptions(['--port', '9300'], environment)).toMatchObject({
    port: 9300,
    forgePort: 2000,
    publicUrl: 'https://a.example',
    data: resolve('d'),
  })
})

test.each([
  [['--port', 'x'], /--port must be a port/],
  [['--forge-port', '70000'], /--forge-port must be a port/],
  [['--port', '3000'], /can not both listen/],
  [['--prot', '1'], /^Unknown option --prot\. Did you mean --port\?/],
])('%j is refused', (words, message) => {
  expect(() => readOptions(words, {})).toThrow(message)
})

test('--help asks for the help text', () => {
  expect(readOptions(['--help'], {})).toBe('help')
})
