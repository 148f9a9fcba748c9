import { expect, it } from 'vitest'
import { contentHash } from './content-hash.ts'

it('agrees with the published values of FNV-1a with 64 bits', () => {
  expect(contentHash('')).toBe('cbf29ce484222325')
  expect(contentHash('a')).toBe('af63dc4c8601ec8c')
  expect(contentHash('foobar')).toBe('85944171f73967e8')
})
