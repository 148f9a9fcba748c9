import { type Attempt, grouped, named, ofKind } from '../attempts.ts'
import type { FinalStore } from '../final-store.ts'
import type { Event } from '../history.ts'

/** I12: the longest time from start to first response, in milliseconds. */
const longestStart = 10_000

/** I8 and I10 to I13: keys, mail, integrity of the database, restarts, and no server errors. */
export function checkServer(history: readonly Event[], attempts: readonly Attempt[], store: FinalStore): string[] {
  return [
    ...ofKind(attempts, 'verify')
      .filter(({ outcome }) => outcome !== 'ok')
      .map((attempt) => `I8: ${named(attempt)} of ${attempt.family} failed: ${attempt.error} [${attempt.user}]`),
    ...keys(history),
    ...mail(history, attempts, store),
    ...store.problems.map((problem) => `I11: ${problem}`),
    ...starts(history),
    ...attempts
      .filter(({ status }) => status !== undefined)
      .map((attempt) => `I13: ${named(attempt)} was answered ${attempt.status}: ${attempt.error}`),
  ]
}

/** A published key stays published under the same id. */
function keys(history: readonly Event[]): string[] {
  const known = new Map<string, string>()
  return history.flatMap((event) => {
    if (event.type !== 'keys') return []
    const gone = [...known.keys()]
      .filter((kid) => event.keys[kid] === undefined)
      .map((kid) => `I8: key ${kid} is missing`)
    const changed = Object.entries(event.keys)
      .filter(([kid, key]) => known.has(kid) && known.get(kid) !== key)
      .map(([kid]) => `I8: key ${kid} has changed`)
    for (const [kid, key] of Object.entries(event.keys)) known.set(kid, key)
    return [...gone, ...changed]
  })
}

/** The mail of each acknowledged sign-up has arrived or is still in the outbox. */
function mail(history: readonly Event[], attempts: readonly Attempt[], store: FinalStore): string[] {
  const reached = new Set(history.flatMap((event) => (event.type === 'mail' ? [event.user] : [])))
  const promised = grouped(
    ofKind(attempts, 'sign-up').filter(({ outcome }) => outcome === 'ok'),
    ({ user }) => user,
  )
  const missing = [...promised.keys()].filter((user) => !reached.has(user)).length
  if (missing <= store.waitingMessages) return []
  return [`I10: ${missing} users got no code, but only ${store.waitingMessages} messages are in the outbox`]
}

function starts(history: readonly Event[]): string[] {
  const complaints = history.flatMap((event) => {
    if (event.type === 'store-checked') return event.problems.map((problem) => `I11: round ${event.round}: ${problem}`)
    if (event.type !== 'ready' || event.tookMs <= longestStart) return []
    return [`I12: in round ${event.round} the server took ${event.tookMs} ms to start`]
  })
  const lastKill = history.findLastIndex(({ type }) => type === 'kill')
  const lastReady = history.findLastIndex(({ type }) => type === 'ready')
  return lastKill > lastReady ? [...complaints, 'I12: after the last kill the server did not start'] : complaints
}
