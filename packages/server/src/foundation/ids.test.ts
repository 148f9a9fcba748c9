import { expect, it } from 'vitest'
import { seededRandom, systemRandom } from '#foundation/crypto/random'
import {
  newAccessKeyId,
  newAuthorizationCode,
  newClientId,
  newClientSecret,
  newSecretAccessKey,
  newSub,
  newUserPoolId,
  numericCode,
  randomText,
  randomToken,
  uuidFromBytes,
} from './ids.ts'

it('creates ids in the forms that clients expect', () => {
  expect(newUserPoolId(systemRandom, 'us-east-1')).toMatch(/^us-east-1_[0-9A-Za-z]{9}$/)
  expect(newClientId(systemRandom)).toMatch(/^[a-z0-9]{26}$/)
  expect(newClientSecret(systemRandom)).toMatch(/^[a-z0-9]{52}$/)
  expect(newAccessKeyId(systemRandom)).toMatch(/^PHIA[A-Z0-9]{16}$/)
  expect(newSecretAccessKey(systemRandom)).toMatch(/^[A-Za-z0-9+/]{40}$/)
  expect(newSub(systemRandom)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(numericCode(systemRandom)).toMatch(/^\d{6}$/)
  expect(numericCode(systemRandom, 8)).toMatch(/^\d{8}$/)
  expect(randomToken(systemRandom, 32)).toMatch(/^[\w-]{43}$/)
})

it('fills all 128 bits of an authorization code', () => {
  const ones = { bytes: (length: number) => Buffer.alloc(length, 0xff) }
  expect(newAuthorizationCode(ones)).toBe('ffffffff-ffff-ffff-ffff-ffffffffffff')
  expect(uuidFromBytes(Buffer.alloc(16, 0xff))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff')
  expect(() => uuidFromBytes(Buffer.alloc(15))).toThrow(RangeError)
})

it('uses every character equally often', () => {
  const random = seededRandom('digits')
  const counts = new Map<string, number>()
  for (const digit of randomText(random, { alphabet: '0123456789', length: 100_000 })) {
    counts.set(digit, (counts.get(digit) ?? 0) + 1)
  }
  expect(counts.size).toBe(10)
  for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(450)
})

it('discards bytes that would favour some characters', () => {
  const queue = [255, 250, 249, 0]
  const random = { bytes: (length: number) => Buffer.from(queue.splice(0, length)) }
  expect(randomText(random, { alphabet: '0123456789', length: 2 })).toBe('90')
})
