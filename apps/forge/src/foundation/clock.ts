/** The time in epoch milliseconds. Tests pass a clock that they control. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
