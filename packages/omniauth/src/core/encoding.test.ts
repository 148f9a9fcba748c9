import { expect, test } from 'vitest'
import { constantTimeEqual } from './encoding.ts'

test('constantTimeEqual is true when two texts have the same length and the same bytes (case 80)', () => {
  expect(constantTimeEqual('state', 'state')).toBe(true)
  expect(constantTimeEqual('', '')).toBe(true)
  for (const other of ['statf', 'Stat', 'state ', '', 'stat\u0435'])
    expect(constantTimeEqual('state', other)).toBe(false)
})
