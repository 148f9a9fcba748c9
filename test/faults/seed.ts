/** Random choices that depend only on a seed. */
export interface Choices {
  /** Returns a whole number from 0 to `below - 1`. */
  whole(below: number): number
  chance(probability: number): boolean
  one<Item>(items: readonly Item[]): Item | undefined
  /** Returns choices for a part of the work. They do not depend on the choices of other parts. */
  fork(name: number): Choices
}

/** A small random generator (mulberry32) with the same results on every machine. It is not for secrets. */
export function choicesOf(seed: number): Choices {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (below: number): number => Math.floor(next() * below)
  return {
    whole,
    chance: (probability) => next() < probability,
    one: (items) => items[whole(items.length)],
    fork: (name) => choicesOf(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(name + 1, 0x85ebca6b)),
  }
}
