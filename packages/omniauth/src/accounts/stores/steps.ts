/**
 * A call as a series of database queries with a result. The same steps run on a database with a synchronous driver and
 * on one with an asynchronous driver.
 */
export type Steps<T> = Generator<Question, T, unknown>

type Question = () => unknown

/** A store whose calls are steps. */
export type StepsOf<Store> = {
  readonly [Call in keyof Store]: Store[Call] extends (...given: infer Given) => Promise<infer Answer>
    ? (...given: Given) => Steps<Answer>
    : never
}

/** A store with synchronous calls. */
export type AtOnce<Store> = {
  readonly [Call in keyof Store]: Store[Call] extends (...given: infer Given) => Promise<infer Answer>
    ? (...given: Given) => Answer
    : never
}

/** One query. Its answer may be a promise. */
export function* ask<T>(question: () => T | Promise<T>): Steps<T> {
  return (yield question) as T
}

/** Runs the steps of each call on a database with an asynchronous driver. */
export function later<Store>(steps: StepsOf<Store>): Store {
  return eachCall(steps, async (call) => {
    let step = call.next()
    while (step.done !== true) {
      const answered = await outcomeOf(step.value)
      step = 'error' in answered ? call.throw(answered.error) : call.next(answered.answer)
    }
    return step.value
  }) as Store
}

/** Runs the steps of each call on a database with a synchronous driver. */
export function atOnce<Store>(steps: StepsOf<Store>): AtOnce<Store> {
  return eachCall(steps, (call) => {
    let step = call.next()
    while (step.done !== true) step = call.next(step.value())
    return step.value
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
