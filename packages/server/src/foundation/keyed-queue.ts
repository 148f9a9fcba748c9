/** Runs work for one key one piece after another, whatever runs for other keys. */
export interface KeyedQueue {
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result>
}

/** A queue within this process; across nodes it promises nothing. */
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
      // Only the newest piece of work may clear the key, or it would let a later one overtake.
      void settled.then(() => last.get(key) === settled && last.delete(key))
      return result
    },
  }
}
