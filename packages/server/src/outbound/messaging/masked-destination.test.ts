import { expect, test } from 'vitest'
import { maskedEmail } from './masked-destination.ts'

test.each([
  ['john@example.com', 'j***@e***'],
  ['a@b.example', 'a***@b***'],
  ['ünal@dömain.example', 'ü***@d***'],
])('%s is shown as %s', (address, shown) => {
  expect(maskedEmail(address)).toBe(shown)
})
