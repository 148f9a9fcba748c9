import { expect, test } from 'vitest'
import { constantTimeEqual } from './encoding.ts'

test('case 80: texts are equal when every byte is, and their lengths', () => {
  expect(constantTimeEqual('state', 'state')).toBe(true)
  expect(constantTimeEqual('', '')).toBe(true)
  for (const other of ['statf', 'Stat', 'state ', '', 'stat\u0435'])
    expect(constantTimeEqual('state', other)).toBe(false)
})
