import { describe, expect, it } from 'vitest'
import { closingLine, one, sum, vitestCounts } from './results.mjs'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
})

describe('counting what ran', () => {
  it('sums stages into the closing line', () => {
    const total = sum([one.passed, one.failed, { passed: 3, failed: 0, skipped: 2 }])
    expect(closingLine(total)).toBe('4 passed, 1 failed, 2 skipped')
  })

  it('counts tests; pending and todo ones are skipped', () => {
    const testResults = [file('passed', 'passed', 'passed', 'pending', 'todo'), file('failed', 'failed', 'passed')]
    expect(vitestCounts({ testResults }, false)).toEqual({ passed: 3, failed: 1, skipped: 2 })
  })

  it('counts a file that does not load as one failure', () => {
    expect(vitestCounts({ testResults: [file('failed'), file('passed', 'passed')] }, false)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    })
  })

  it('never calls green what ended badly, left no report or ran nothing', () => {
    expect(vitestCounts({ testResults: [file('passed', 'passed')] }, false).failed).toBe(1)
    expect(vitestCounts(undefined, true).failed).toBe(1)
    expect(vitestCounts({ testResults: [] }, true).failed).toBe(1)
  })

  it('leaves a green run alone', () => {
    expect(vitestCounts({ testResults: [file('passed', 'passed')] }, true)).toEqual({
      passed: 1,
      failed: 0,
      skipped: 0,
    })
  })
})
