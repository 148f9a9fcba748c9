import fc from 'fast-check'
import { expect, test } from 'vitest'
import { G, modPow, N, powerOfG } from './mod-pow.ts'

/** Square and multiply with plain BigInt. */
function slowly(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let square = base % N, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N
    square = (square * square) % N
  }
  return result
}

const exponents = fc.bigInt({ min: 1n, max: (1n << 512n) - 1n })

test('powers of the generator agree with plain arithmetic', () => {
  fc.assert(
    fc.property(exponents, (exponent) => powerOfG(exponent) === slowly(G, exponent)),
    { numRuns: 40 },
  )
})

test('powers of any base agree with plain arithmetic', async () => {
  await fc.assert(
    fc.asyncProperty(fc.bigInt({ min: 0n, max: N }), exponents, async (base, exponent) => {
      return (await modPow(base, exponent)) === slowly(base, exponent)
    }),
    { numRuns: 20 },
  )
})

test.each([0n, 1n, 2n, 3n, 255n, 256n, 1n << 255n, (1n << 512n) - 1n])('G to the power of %s', (exponent) => {
  expect(powerOfG(exponent)).toBe(slowly(G, exponent))
})

test.each([-1n, 1n << 512n])('an exponent of %s is refused as out of range', (exponent) => {
  expect(() => powerOfG(exponent)).toThrow(RangeError)
})
