export interface Counts {
  passed: number
  failed: number
  skipped: number
}
export interface VitestReport {
  testResults?: readonly { status: string; assertionResults?: readonly { status: string }[] }[]
}
export const one: Readonly<{ passed: Counts; failed: Counts }>
export function sum(counts: Iterable<Counts>): Counts
export function closingLine(counts: Counts): string
export function vitestCounts(report: VitestReport | undefined, ok: boolean): Counts
