/** Where Forge reads the time, in epoch milliseconds; a test passes one that stands still. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
