import { expect, test } from 'vitest'
import { toBase32 } from './base32.ts'
import { matchingStep, otpauthUri, totpCode } from './totp.ts'

/** The SHA-1 values of RFC 6238, appendix B: the last six of the eight digits. */
const secret = Buffer.from('12345678901234567890')
const vectors: [seconds: number, code: string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
]

test.each(vectors)('RFC 6238 appendix B: at %i s the code is %s', (seconds, code) => {
  expect(totpCode(secret, Math.floor(seconds / 30))).toBe(code)
})

test('a code is valid in its own step, the step before and the step after', () => {
  const code = totpCode(secret, 1000)
  const at = (step: number) => matchingStep(secret, { code, now: step * 30_000 })
  expect([998, 999, 1000, 1001, 1002].map(at)).toEqual([undefined, 1000, 1000, 1000, undefined])
})

test.each(['', '28708', '2870820', '２８７０８２', 'abcdef', '-87082'])('%j is not a valid code', (code) => {
  expect(matchingStep(secret, { code, now: 59_000 })).toBeUndefined()
})

test('RFC 4648 section 10: base32', () => {
  const encoded = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => toBase32(Buffer.from(text)))
  expect(encoded).toEqual(['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'])
})

test('the URI in the QR code encodes special characters of names', () => {
  const uri = otpauthUri({ issuer: 'forge.example.com', account: 'a&b?c#d:e@example.com', key: 'MZXQ' })
  expect(uri).toBe(
    'otpauth://totp/forge.example.com:a%26b%3Fc%23d%3Ae%40example.com?secret=MZXQ&issuer=forge.example.com',
  )
})
