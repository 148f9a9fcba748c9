import type { Event, Kind, Subject, Told } from './history.ts'

/** An operation of the history, with its question and its answer put together. Moments are places in the history. */
export interface Attempt extends Subject {
  readonly op: number
  readonly round: number
  readonly invoked: number
  /** From here on it can have no more effect: answered, or its server dead. Infinity when neither is known. */
  readonly completed: number
  readonly outcome: 'ok' | 'fail' | 'unknown'
  readonly told: Told
  readonly error: string
  readonly status: number | undefined
  /** Epoch milliseconds of the question and the end. */
  readonly askedAt: number
  readonly endedAt: number
}

/** Puts questions and answers together. */
export function attemptsOf(history: readonly Event[]): Attempt[] {
  const answers = new Map<number, { event: Extract<Event, { op: number }>; place: number }>()
  const kills: number[] = []
  history.forEach((event, place) => {
    if (event.type === 'ok' || event.type === 'fail' || event.type === 'unknown')
      answers.set(event.op, { event, place })
    if (event.type === 'kill') kills.push(place)
  })
  return history.flatMap((event, invoked) => {
    if (event.type !== 'invoke') return []
    const answer = answers.get(event.op)
    const outcome = answer?.event.type === 'ok' || answer?.event.type === 'fail' ? answer.event.type : 'unknown'
    const killed = kills.find((place) => place > invoked) ?? Number.POSITIVE_INFINITY
    const completed = outcome === 'unknown' ? killed : (answer?.place ?? killed)
    return [
      {
        op: event.op,
        round: event.round,
        kind: event.kind,
        user: event.user,
        code: event.code,
        family: event.family,
        session: event.session,
        invoked,
        completed,
        outcome,
        told: answer?.event.type === 'ok' ? (answer.event.told ?? {}) : {},
        error: answer !== undefined && 'error' in answer.event ? answer.event.error : '',
        status: answer?.event.type === 'unknown' ? answer.event.status : undefined,
        askedAt: event.at,
        endedAt: answer?.event.at ?? event.at,
      },
    ]
  })
}

/** Whether `earlier` was over before `later` began. */
export const precedes = (earlier: Attempt, later: Attempt): boolean => earlier.completed < later.invoked

/** Whether `other` may have had an effect before `attempt` was over: it did not fail, and it did not begin later. */
export const mayHaveStruck = (other: Attempt, attempt: Attempt): boolean =>
  other.op !== attempt.op && other.outcome !== 'fail' && other.invoked < attempt.completed

export const ofKind = (attempts: readonly Attempt[], ...kinds: Kind[]): Attempt[] =>
  attempts.filter(({ kind }) => kinds.includes(kind))

/** As a person finds it in the history. */
export const named = (attempt: Attempt): string => `${attempt.kind} #${attempt.op} (round ${attempt.round})`

export function grouped<Item>(items: readonly Item[], key: (item: Item) => string | undefined): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const name = key(item)
    if (name === undefined) continue
    const group = groups.get(name)
    if (group) group.push(item)
    else groups.set(name, [item])
  }
  return groups
}

/** Refused for its number, which says nothing about what it asked for. */
export const isLimit = ({ error }: Attempt): boolean =>
  error === 'LimitExceededException' || error === 'TooManyRequestsException'
