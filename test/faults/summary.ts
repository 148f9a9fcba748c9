import { type Attempt, attemptsOf, grouped, ofKind } from './attempts.ts'
import { type Event, writes } from './history.ts'

/** Summarises a run in a few lines. */
export function summaryOf(history: readonly Event[], acknowledged: readonly number[]): string[] {
  const attempts = attemptsOf(history)
  const starts = history.flatMap((event) => (event.type === 'ready' ? [event.tookMs] : []))
  const kinds = [...grouped(attempts, ({ kind }) => kind)].map(([kind, own]) => {
    const count = (outcome: string): number => own.filter((attempt) => attempt.outcome === outcome).length
    return `  ${kind.padEnd(10)} ${count('ok')} ok, ${count('fail')} refused, ${count('unknown')} not answered`
  })
  return [
    `${acknowledged.length} kills; acknowledged writes before each: ${spread(acknowledged)}, ${total(acknowledged)} in total`,
    `time from start to first response, ms: ${spread(starts)}`,
    ...kinds,
    `unanswered writes that took effect: ${unansweredWrites(attempts)}`,
  ]
}

/** Counts unanswered writes that took effect. A good run has kills both before and after commits. */
function unansweredWrites(attempts: readonly Attempt[]): string {
  const byUser = grouped(attempts, ({ user }) => user)
  const struck = attempts.filter(({ outcome, kind }) => outcome === 'unknown' && writes.includes(kind))
  return [...grouped(struck, ({ kind }) => kind)]
    .map(([kind, own]) => {
      const happened = own.map((attempt) => hasHappened(attempt, byUser.get(attempt.user) ?? []))
      const count = (fate: boolean | undefined): number => happened.filter((one) => one === fate).length
      return `${kind} ${count(true)} yes, ${count(false)} no, ${count(undefined)} not known`
    })
    .join('; ')
}

/** Whether the attempt took effect, according to the first request after it. */
function hasHappened(attempt: Attempt, own: readonly Attempt[]): boolean | undefined {
  const later = own.filter(({ invoked }) => invoked > attempt.completed)
  const [seen] = ofKind(later, 'look-up')
  switch (attempt.kind) {
    case 'sign-up':
      return seen && seen.outcome === 'ok'
    case 'confirm':
      return seen && seen.result.status === 'CONFIRMED'
    case 'exchange':
      return ofKind(later, 'exchange').find(({ code }) => code === attempt.code)?.outcome === 'fail'
    case 'revoke':
      return ofKind(later, 'refresh').find(({ family }) => family === attempt.family)?.outcome === 'fail'
    case 'disable':
      return seen && seen.result.enabled === false
    case 'delete':
      return seen && seen.outcome === 'fail'
    default:
      return undefined
  }
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

function spread(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((one, other) => one - other)
  return `${sorted[0]} to ${sorted.at(-1)}, median ${sorted[Math.floor(sorted.length / 2)]}`
}
