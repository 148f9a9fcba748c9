import fc from 'fast-check'
import { expect, test } from 'vitest'
import { G, modPow, N, powerOfG } from './mod-pow.ts'

/** Square and multiply, in the language's own integers. */
function slowly(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let square = base % N, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N
    square = (square * square) % N
  }
  return result
}

const exponents = fc.bigInt({ min: 1n, max: (1n << 512n) - 1n })

test('powers of the generator are what the definition says', () => {
  fc.assert(
    fc.property(exponents, (exponent) => powerOfG(exponent) === slowly(G, exponent)),
    { numRuns: 40 },
  )
})

test('so are powers of anything', async () => {
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

test.each([-1n, 1n << 512n])('an exponent of %s is out of range', (exponent) => {
  expect(() => powerOfG(exponent)).toThrow(RangeError)
})
