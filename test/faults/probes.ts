import { type Crowd, letGo } from './crowd.ts'
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

/** Questions under way at once. */
const width = 8

/** Asks the server that came back about all that the killed one was busy with. What is asked is history, as everything else. */
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

/** Tokens work or don't; their signatures hold in any case. */
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

/** Who is there, in which state. */
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
  const isNewcomer = crowd.newcomers.includes(person)
  if (seen.type === 'fail') {
    letGo(crowd, person)
    if (isNewcomer) await signUp(target, person)
  } else if (touched.confirming.has(person)) {
    // Where the first try has worked this one must not, and the reverse.
    const { type } = await confirm(target, person)
    if (type === 'ok') crowd.strangers.push(person)
  }
}

/** A code that gave tokens is tried once more now and then, since that ends them; one that was not answered is tried twice. */
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
