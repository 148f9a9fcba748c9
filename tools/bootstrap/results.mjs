/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

export const one = {
  passed: Object.freeze({ passed: 1, failed: 0, skipped: 0 }),
  failed: Object.freeze({ passed: 0, failed: 1, skipped: 0 }),
}

export function sum(counts) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { passed, failed, skipped } of counts) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
  return total
}

export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`

/**
 * Counts the tests in vitest's JSON report. Each of these counts as one failed test: a file that does not load, an unhandled
 * error although all tests passed, a missing report, and a run that found no tests.
 */
export function vitestCounts(report, ok) {
  if (report === undefined) return one.failed
  const total = sum((report.testResults ?? []).map(fileCounts))
  const empty = total.passed + total.failed + total.skipped === 0
  if (empty || (!ok && total.failed === 0)) total.failed += 1
  return total
}

function fileCounts(file) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const { status } of file.assertionResults ?? []) {
    if (status === 'passed') counts.passed += 1
    else if (status === 'failed') counts.failed += 1
    else counts.skipped += 1
  }
  if (file.status === 'failed' && counts.failed === 0) counts.failed += 1
  return counts
}
