/** The time of day as everything in the server sees it: epoch milliseconds. Nothing else in the tree reads time. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** A clock for tests: it stands still until told otherwise. */
export interface FixedClock extends Clock {
  advance(ms: number): void
  set(ms: number): void
}

export function fixedClock(startMs: number): FixedClock {
  let current = startMs
  return {
    now: () => current,
    advance(ms) {
      current += ms
    },
    set(ms) {
      current = ms
    },
  }
}

/** Milliseconds of a steady clock with no known origin: for measuring how long something took, never for a point in time. */
export const steadyNow = (): number => performance.now()
