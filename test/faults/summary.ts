import { type Attempt, attemptsOf, grouped, ofKind } from './attempts.ts'
import { type Event, writes } from './history.ts'

/** What a run was made of, in a few lines. */
export function summaryOf(history: readonly Event[], acknowledged: readonly number[]): string[] {
  const attempts = attemptsOf(history)
  const starts = history.flatMap((event) => (event.type === 'ready' ? [event.tookMs] : []))
  const kinds = [...grouped(attempts, ({ kind }) => kind)].map(([kind, own]) => {
    const count = (outcome: string): number => own.filter((attempt) => attempt.outcome === outcome).length
    return `  ${kind.padEnd(10)} ${count('ok')} ok, ${count('fail')} refused, ${count('unknown')} not answered`
  })
  return [
    `${acknowledged.length} kills; acknowledged writes before each: ${spread(acknowledged)}, ${total(acknowledged)} in all`,
    `start until it answers, ms: ${spread(starts)}`,
    ...kinds,
    `of those not answered the next server had: ${fates(attempts)}`,
  ]
}

/** That a kill struck before and after commits is what makes the run worth something. */
function fates(attempts: readonly Attempt[]): string {
  const byUser = grouped(attempts, ({ user }) => user)
  const struck = attempts.filter(({ outcome, kind }) => outcome === 'unknown' && writes.includes(kind))
  return [...grouped(struck, ({ kind }) => kind)]
    .map(([kind, own]) => {
      const happened = own.map((attempt) => happenedAfterAll(attempt, byUser.get(attempt.user) ?? []))
      const count = (fate: boolean | undefined): number => happened.filter((one) => one === fate).length
      return `${kind} ${count(true)} done, ${count(false)} not, ${count(undefined)} untold`
    })
    .join('; ')
}

/** What the first question afterwards tells. */
function happenedAfterAll(attempt: Attempt, own: readonly Attempt[]): boolean | undefined {
  const later = own.filter(({ invoked }) => invoked > attempt.completed)
  const [seen] = ofKind(later, 'look-up')
  switch (attempt.kind) {
    case 'sign-up':
      return seen && seen.outcome === 'ok'
    case 'confirm':
      return seen && seen.told.status === 'CONFIRMED'
    case 'exchange':
      return ofKind(later, 'exchange').find(({ code }) => code === attempt.code)?.outcome === 'fail'
    case 'revoke':
      return ofKind(later, 'refresh').find(({ family }) => family === attempt.family)?.outcome === 'fail'
    case 'disable':
      return seen && seen.told.enabled === false
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
