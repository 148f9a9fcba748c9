import type { Code, Family, Person } from './operations.ts'
import type { Choices } from './seed.ts'

/** The people of one worker, with their codes and tokens. No other worker uses them. */
export interface Crowd {
  readonly worker: number
  readonly choices: Choices
  readonly people: Person[]
  /** People whose sign-up succeeded or was not answered. */
  readonly unconfirmed: Person[]
  /** People who are confirmed but not signed in. */
  readonly signedOut: Person[]
  /** People who are signed in. */
  readonly members: Person[]
  /** Codes to exchange after the next kill. */
  readonly kept: Code[]
  /** Tokens that must work. */
  readonly live: Family[]
}

export const newCrowd = (worker: number, choices: Choices): Crowd => ({
  worker,
  choices,
  people: [],
  unconfirmed: [],
  signedOut: [],
  members: [],
  kept: [],
  live: [],
})

/** Adds a new person. */
export function addPerson({ worker, people }: Crowd): Person {
  const person = { email: `w${worker}-${people.length}@example.com`, password: `Swim-lane-${worker}-${people.length}` }
  people.push(person)
  return person
}

/** Removes and returns one item, which the choices select. */
export function takeOne<Item>(items: Item[], choices: Choices): Item | undefined {
  return items.splice(choices.whole(items.length), 1)[0]
}

/** Forgets the sign-ins of a person, because they end now. */
export function endSignIns({ live, kept, members, signedOut }: Crowd, person: Person): void {
  person.browser = undefined
  for (const held of [live, kept]) removeWhere(held as { person: Person }[], (item) => item.person === person)
  for (const list of [members, signedOut]) removeWhere(list, (other) => other === person)
}

function removeWhere<Item>(items: Item[], drop: (item: Item) => boolean): void {
  items.splice(0, items.length, ...items.filter((item) => !drop(item)))
}
