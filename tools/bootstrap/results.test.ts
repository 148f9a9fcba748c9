import { describe, expect, it } from 'vitest'
import { closingLine, one, sum, vitestCounts } from './results.mjs'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
})

describe('the counts', () => {
  it('of all stages are added for the last line', () => {
    const total = sum([one.passed, one.failed, { passed: 3, failed: 0, skipped: 2 }])
    expect(closingLine(total)).toBe('4 passed, 1 failed, 2 skipped')
  })

  it('have pending and todo tests as skipped', () => {
    const testResults = [file('passed', 'passed', 'passed', 'pending', 'todo'), file('failed', 'failed', 'passed')]
    expect(vitestCounts({ testResults }, false)).toEqual({ passed: 3, failed: 1, skipped: 2 })
  })

  it('have a file that does not load as one failed test', () => {
    expect(vitestCounts({ testResults: [file('failed'), file('passed', 'passed')] }, false)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    })
  })

  it('have a failed test if the run failed, wrote no report or found no tests', () => {
    expect(vitestCounts({ testResults: [file('passed', 'passed')] }, false).failed).toBe(1)
    expect(vitestCounts(undefined, true).failed).toBe(1)
    expect(vitestCounts({ testResults: [] }, true).failed).toBe(1)
  })

  it('of a run that passed have no failed test', () => {
    expect(vitestCounts({ testResults: [file('passed', 'passed')] }, true)).toEqual({
      passed: 1,
      failed: 0,
      skipped: 0,
    })
  })
})
