import { expect, test } from 'vitest'
import { seededRandom } from '#foundation/crypto/random'
import { createSealer } from '#foundation/crypto/seal'
import { codeDigestOf } from './check-code.ts'

test('the digest of a code depends on the user and the purpose, and does not contain the digits [A96]', () => {
  const random = seededRandom('check-code')
  const sealer = createSealer({ primary: random.bytes(32), random })
  const digests = (['sign-up', 'forgot-password', 'attribute:email'] as const).flatMap((purpose) =>
    ['ada', 'bob'].map((sub) => codeDigestOf({ sealer }, { sub, purpose, code: '123456' })),
  )
  expect(new Set(digests).size).toBe(6)
  expect(digests.join()).not.toContain('123456')
})
