import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldCase, fromBase64, fromBase64Url, fromUtf8, toBase64, toBase64Url, toHex } from './encoding.ts'

it('decodes what it encoded', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const expected = Buffer.from(bytes)
      expect(fromBase64(toBase64(bytes))).toEqual(expected)
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(expected)
    }),
  )
})

it('encodes only the bytes of the view', () => {
  expect(toHex(new Uint8Array([1, 2, 3]).subarray(1, 2))).toBe('02')
})

it('refuses every other spelling', () => {
  for (const text of ['YQ', 'YQ=', 'YR==', 'Y Q==', 'YQ==\n', '_-8=', 'é'])
    expect(fromBase64(text), text).toBeUndefined()
  for (const text of ['YQ==', 'YR', 'Y', ' YQ', '+/8', 'é']) expect(fromBase64Url(text), text).toBeUndefined()
  expect(fromUtf8(Buffer.from([0xc3, 0x28]))).toBeUndefined()
  expect(fromUtf8(Buffer.from('\ufeffé'))).toBe('\ufeffé')
})

it('folds case in the same way in every locale', () => {
  expect(foldCase('ALICE@Example.COM')).toBe('alice@example.com')
  expect(foldCase('ΟΔΟΣ')).toBe(foldCase('οδοσ'))
  expect(foldCase('ΟΔΟΣ')).toBe(foldCase('οδος'))
  // These letters may belong to the names of two users.
  expect(foldCase('mıke')).not.toBe(foldCase('mike'))
})
