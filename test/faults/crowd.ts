import type { Code, Family, Person } from './operations.ts'
import type { Choices } from './seed.ts'

/** The people of one worker, whom nobody else touches, and what they hold. */
export interface Crowd {
  readonly worker: number
  readonly choices: Choices
  readonly people: Person[]
  /** Registered, for all that is known. */
  readonly newcomers: Person[]
  /** Confirmed, and no browser of theirs is signed in. */
  readonly strangers: Person[]
  /** Signed in. */
  readonly members: Person[]
  /** Codes that wait for their exchange until the server was killed. */
  readonly kept: Code[]
  /** Tokens that should work. */
  readonly live: Family[]
}

export const newCrowd = (worker: number, choices: Choices): Crowd => ({
  worker,
  choices,
  people: [],
  newcomers: [],
  strangers: [],
  members: [],
  kept: [],
  live: [],
})

/** Somebody new. */
export function arrive({ worker, people }: Crowd): Person {
  const person = { email: `w${worker}-${people.length}@example.com`, password: `Swim-lane-${worker}-${people.length}` }
  people.push(person)
  return person
}

/** Takes one item out, whichever the choices say. */
export function takeOne<Item>(items: Item[], choices: Choices): Item | undefined {
  return items.splice(choices.whole(items.length), 1)[0]
}

/** Drops what a person holds, since it ends now. */
export function letGo({ live, kept, members, strangers }: Crowd, person: Person): void {
  person.browser = undefined
  for (const held of [live, kept]) removeWhere(held as { person: Person }[], (item) => item.person === person)
  for (const list of [members, strangers]) removeWhere(list, (other) => other === person)
}

function removeWhere<Item>(items: Item[], drop: (item: Item) => boolean): void {
  items.splice(0, items.length, ...items.filter((item) => !drop(item)))
}
