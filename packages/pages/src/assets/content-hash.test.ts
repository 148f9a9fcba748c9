import { expect, it } from 'vitest'
import { contentHash } from './content-hash.ts'

it('is FNV-1a of 64 bits, as its authors publish it', () => {
  expect(contentHash('')).toBe('cbf29ce484222325')
  expect(contentHash('a')).toBe('af63dc4c8601ec8c')
  expect(contentHash('foobar')).toBe('85944171f73967e8')
})
