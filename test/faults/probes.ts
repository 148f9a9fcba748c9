import { type Crowd, endSignIns } from './crowd.ts'
import {
  type Code,
  confirm,
  exchange,
  type Family,
  lookUp,
  type Person,
  readUserInfo,
  refresh,
  signUp,
  type Target,
  type Touched,
  verifyToken,
} from './operations.ts'
import { publishedKeys } from './wire.ts'

/** The number of requests at the same time. */
const width = 8

/** Asks the restarted server about everything that the killed one worked on. The history records these requests too. */
export async function probe(target: Target, crowds: readonly Crowd[], touched: Touched): Promise<void> {
  const crowdOf = (person: Person): Crowd | undefined => crowds.find(({ people }) => people.includes(person))
  await each([...touched.people], (person) => probePerson(target, { person, crowd: crowdOf(person), touched }))
  await each([...touched.codes], ([code, family]) => probeCode(target, { code, family, crowd: crowdOf(code.person) }))
  await each(
    crowds.flatMap((crowd) => crowd.kept.splice(0).map((code) => ({ crowd, code }))),
    async ({ crowd, code }) => {
      const family = await exchange(target, code)
      if (family) crowd.live.push(family)
    },
  )
  await probeFamilies(target, [...touched.families])
}

/** Uses the tokens. Their signatures must be valid even if they are revoked. */
export async function probeFamilies(target: Target, families: readonly Family[]): Promise<void> {
  const keys = await publishedKeys(target.server, target.userPoolId)
  const texts = Object.entries(keys).map(([kid, key]) => [kid, JSON.stringify(key)] as const)
  await target.history.append({ type: 'keys', keys: Object.fromEntries(texts) })
  await each(families, async (family) => {
    await verifyToken(target, family, keys)
    await refresh(target, family)
    await readUserInfo(target, family)
  })
}

/** Looks up the state of people. */
export const probePeople = (target: Target, people: readonly Person[]): Promise<void> =>
  each(people, async (person) => {
    await lookUp(target, person)
  })

async function probePerson(
  target: Target,
  { person, crowd, touched }: { person: Person; crowd: Crowd | undefined; touched: Touched },
): Promise<void> {
  if (!crowd) return
  const seen = await lookUp(target, person)
  const isUnconfirmed = crowd.unconfirmed.includes(person)
  if (seen.type === 'fail') {
    endSignIns(crowd, person)
    if (isUnconfirmed) await signUp(target, person)
  } else if (touched.confirming.has(person)) {
    // Exactly one of the two tries must work.
    const { type } = await confirm(target, person)
    if (type === 'ok') crowd.signedOut.push(person)
  }
}

/** Exchanges some codes again, which ends their tokens. If the first exchange was not answered, tries the code twice. */
async function probeCode(
  target: Target,
  { code, family, crowd }: { code: Code; family: Family | undefined; crowd: Crowd | undefined },
): Promise<void> {
  if (!crowd) return
  if (family === undefined) {
    await exchange(target, code)
  } else {
    if (!crowd.choices.chance(0.3)) return
    const index = crowd.live.indexOf(family)
    if (index >= 0) crowd.live.splice(index, 1)
  }
  await exchange(target, code)
}

async function each<Item>(items: readonly Item[], visit: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items]
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await visit(item)
    }),
  )
}
