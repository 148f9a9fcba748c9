/** The current time in epoch milliseconds. All code of the server reads the time here. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** A clock for tests. It changes only when a test calls `advance` or `set`. */
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

/** Milliseconds of a steady clock with no known origin. Use it to measure durations, never as a point in time. */
export const steadyNow = (): number => performance.now()
