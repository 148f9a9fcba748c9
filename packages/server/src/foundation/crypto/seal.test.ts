import { describe, expect, it } from 'vitest'
import { seededRandom } from './random.ts'
import { createSealer, SealError } from './seal.ts'

const random = seededRandom('seal')
const [old, current] = [random.bytes(32), random.bytes(32)]
const sealer = createSealer({ primary: current, others: [old], random })

describe('sealing', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    for (const text of ['', 'secret', 'ünïcode 🎉', 'x'.repeat(10_000)]) {
      expect(sealer.open(sealer.seal(text, 'row 1'), 'row 1')).toBe(text)
    }
    expect(sealer.seal('secret', 'row 1')).not.toBe(sealer.seal('secret', 'row 1'))
    expect(sealer.seal('secret', 'row 1')).not.toContain('secret')
  })

  it('does not open in another place', () => {
    expect(() => sealer.open(sealer.seal('secret', 'row 1'), 'row 2')).toThrow(SealError)
  })

  it('does not open an altered text', () => {
    const sealed = sealer.seal('secret', 'row 1')
    const body = sealed.lastIndexOf('.') + 1
    for (const at of [body, body + 15, body + 20, sealed.length - 5]) {
      const altered = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
      expect(() => sealer.open(altered, 'row 1')).toThrow(SealError)
    }
    for (const text of ['', 'secret', 'v1..', `${sealed}.`, sealed.slice(0, body + 20), sealed.replace('v1', 'v2')]) {
      expect(() => sealer.open(text, 'row 1')).toThrow(SealError)
    }
  })

  it('opens with a former key, and names a key that is missing', () => {
    const before = createSealer({ primary: old, random })
    expect(sealer.open(before.seal('secret', 'row 1'), 'row 1')).toBe('secret')
    expect(() => before.open(sealer.seal('secret', 'row 1'), 'row 1')).toThrow(/which the server does not have/)
  })

  it('accepts only master keys of 32 bytes', () => {
    expect(() => createSealer({ primary: Buffer.alloc(16), random })).toThrow(SealError)
  })
})

describe('digests', () => {
  it('are different for different purposes, values and keys', () => {
    const digest = sealer.digest('refresh token', 'abc')
    expect(sealer.digest('refresh token', 'abc')).toBe(digest)
    expect(digest).toMatch(/^[\w-]{43}$/)
    expect(sealer.digest('refresh token', 'abd')).not.toBe(digest)
    expect(sealer.digest('code', 'abc')).not.toBe(digest)
    expect(sealer.digest('refresh tokena', 'bc')).not.toBe(digest)
    expect(sealer.digests('refresh token', 'abc')).toEqual([
      digest,
      createSealer({ primary: old, random }).digest('refresh token', 'abc'),
    ])
  })
})
