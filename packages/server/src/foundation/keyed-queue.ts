/** Runs the tasks of one key one after another. Tasks of different keys run in parallel. */
export interface KeyedQueue {
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result>
}

/** A queue within this process. It does not order tasks across nodes. */
export function createKeyedQueue(): KeyedQueue {
  const last = new Map<string, Promise<unknown>>()
  return {
    run(key, work) {
      const result = (last.get(key) ?? Promise.resolve()).then(work)
      const settled = result.then(
        () => {},
        () => {},
      )
      last.set(key, settled)
      // Only the newest task may clear the key. Otherwise a later task could overtake it.
      void settled.then(() => last.get(key) === settled && last.delete(key))
      return result
    },
  }
}
