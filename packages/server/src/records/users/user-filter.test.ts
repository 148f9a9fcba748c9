import fc from 'fast-check'
import { expect, test } from 'vitest'
import { steadyNow } from '#foundation/clock'
import { parseUserFilter } from './user-filter.ts'

test('a filter with any value is read back with the same value', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom('=' as const, '^=' as const),
      (value, operator) => {
        const written = `email ${operator} "${value.replace(/[\\"]/g, '\\$&')}"`
        expect(parseUserFilter(written)).toEqual({ attribute: 'email', operator, value })
      },
    ),
  )
})

test('any text is read or refused [A76]', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'email=^"\\ \n'), maxLength: 300 }), (text) => {
      try {
        parseUserFilter(text)
      } catch (error) {
        expect(error).toMatchObject({ name: 'InvalidParameterException' })
      }
    }),
  )
})

test('a filter with much backtracking is read quickly [A76]', () => {
  const before = steadyNow()
  for (const part of ['\\', ' ', 'a', '"', '\\"', '= "', '^=']) {
    for (const text of [part.repeat(10_000), `email = "${part.repeat(240 / part.length)}`]) {
      expect(() => parseUserFilter(text)).toThrow()
    }
  }
  expect(steadyNow() - before).toBeLessThan(500)
})
