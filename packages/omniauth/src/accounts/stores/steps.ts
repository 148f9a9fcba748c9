/**
 * What is to be done, a question to the database at a time, and what comes of it. The same steps are taken over a database that answers at once and over one that
 * answers later.
 */
export type Steps<T> = Generator<Question, T, unknown>

type Question = () => unknown

/** A store whose calls are steps. */
export type StepsOf<Store> = {
  readonly [Call in keyof Store]: Store[Call] extends (...given: infer Given) => Promise<infer Answer>
    ? (...given: Given) => Steps<Answer>
    : never
}

/** A store whose calls are done when they return. */
export type AtOnce<Store> = {
  readonly [Call in keyof Store]: Store[Call] extends (...given: infer Given) => Promise<infer Answer>
    ? (...given: Given) => Answer
    : never
}

/** One question; it may be answered by a promise. */
export function* ask<T>(question: () => T | Promise<T>): Steps<T> {
  return (yield question) as T
}

/** Takes the steps of each call over a database that answers when it likes. */
export function later<Store>(steps: StepsOf<Store>): Store {
  return eachCall(steps, async (call) => {
    let turn = call.next()
    while (turn.done !== true) {
      const answered = await outcomeOf(turn.value)
      turn = 'error' in answered ? call.throw(answered.error) : call.next(answered.answer)
    }
    return turn.value
  }) as Store
}

/** Takes them over one that has answered when it returns. */
export function atOnce<Store>(steps: StepsOf<Store>): AtOnce<Store> {
  return eachCall(steps, (call) => {
    let turn = call.next()
    while (turn.done !== true) turn = call.next(turn.value())
    return turn.value
  }) as AtOnce<Store>
}

async function outcomeOf(question: Question): Promise<{ answer: unknown } | { error: unknown }> {
  try {
    return { answer: await question() }
  } catch (error) {
    return { error }
  }
}

function eachCall(steps: object, take: (call: Steps<unknown>) => unknown): object {
  const calls = Object.entries(steps as Record<string, (...given: unknown[]) => Steps<unknown>>)
  return Object.fromEntries(calls.map(([name, call]) => [name, (...given: unknown[]) => take(call(...given))]))
}
