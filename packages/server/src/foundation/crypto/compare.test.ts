import { expect, it } from 'vitest'
import { constantTimeEqual } from './compare.ts'
import { seededRandom, systemRandom } from './random.ts'
import { secretHash } from './secret-hash.ts'

it('compares texts and bytes of any length', () => {
  expect(constantTimeEqual('abc', 'abc')).toBe(true)
  expect(constantTimeEqual('abc', Buffer.from('abc'))).toBe(true)
  for (const other of ['abd', 'ab', 'abcd', '']) expect(constantTimeEqual('abc', other)).toBe(false)
  expect(constantTimeEqual('', '')).toBe(true)
})

it('computes the secret hash over username and client id', () => {
  // printf %s alice1example23456789 | openssl dgst -sha256 -hmac secret -binary | base64
  const of = { username: 'alice', clientId: '1example23456789', clientSecret: 'secret' }
  expect(secretHash(of)).toBe('SRSokfDPYgNH3Tm3eRbqKCsFZg9Ia07+tqRIgXhLH5s=')
  expect(secretHash({ ...of, username: 'Alice' })).not.toBe(secretHash(of))
})

it('gives the same bytes for the same seed, and different bytes otherwise', () => {
  const [one, two] = [seededRandom(1), seededRandom(1)]
  expect([one.bytes(5), one.bytes(70)]).toEqual([two.bytes(5), two.bytes(70)])
  expect(seededRandom(2).bytes(16)).not.toEqual(seededRandom(1).bytes(16))
  expect(systemRandom.bytes(16)).not.toEqual(systemRandom.bytes(16))
  expect(systemRandom.bytes(16)).toHaveLength(16)
})
