import type { Event, Kind, Result, Subject } from './history.ts'

/** An operation of the history: its request together with its response. Times are positions in the history. */
export interface Attempt extends Subject {
  readonly op: number
  readonly round: number
  readonly invoked: number
  /** The operation has no effect after this: its response arrived or its server was killed. Infinity if it has neither. */
  readonly completed: number
  readonly outcome: 'ok' | 'fail' | 'unknown'
  readonly result: Result
  readonly error: string
  readonly status: number | undefined
  /** The times of request and response, in milliseconds since the epoch. */
  readonly askedAt: number
  readonly endedAt: number
}

/** Matches requests and responses. */
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
        result: answer?.event.type === 'ok' ? (answer.event.result ?? {}) : {},
        error: answer !== undefined && 'error' in answer.event ? answer.event.error : '',
        status: answer?.event.type === 'unknown' ? answer.event.status : undefined,
        askedAt: event.at,
        endedAt: answer?.event.at ?? event.at,
      },
    ]
  })
}

/** Whether `earlier` ended before `later` began. */
export const precedes = (earlier: Attempt, later: Attempt): boolean => earlier.completed < later.invoked

/** Whether `other` may have had an effect before `attempt` ended: it did not fail, and it began before that. */
export const mayAffect = (other: Attempt, attempt: Attempt): boolean =>
  other.op !== attempt.op && other.outcome !== 'fail' && other.invoked < attempt.completed

export const ofKind = (attempts: readonly Attempt[], ...kinds: Kind[]): Attempt[] =>
  attempts.filter(({ kind }) => kinds.includes(kind))

/** Describes an attempt so that a person finds it in the history. */
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

/** Whether a rate limit refused the attempt. Such a refusal says nothing about the user's state. */
export const isLimit = ({ error }: Attempt): boolean =>
  error === 'LimitExceededException' || error === 'TooManyRequestsException'
