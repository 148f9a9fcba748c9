import { arrive, type Crowd, letGo, takeOne } from './crowd.ts'
import {
  askForCode,
  confirm,
  deleteUser,
  disable,
  exchange,
  type Person,
  refresh,
  revoke,
  signIn,
  signOut,
  signUp,
  type Target,
} from './operations.ts'

interface Step {
  readonly weight: number
  /** Whether there is somebody to do it with. */
  can(crowd: Crowd): boolean
  go(target: Target, crowd: Crowd): Promise<void>
}

/** Members that stay, so that there is always somebody to ask for codes. */
const fewestMembers = 2

const steps: readonly Step[] = [
  { weight: 4, can: () => true, go: register },
  { weight: 6, can: ({ newcomers }) => newcomers.some(hasMail), go: confirmNewcomer },
  { weight: 2, can: ({ strangers }) => strangers.length > 0, go: (target, crowd) => welcome(target, crowd) },
  { weight: 12, can: ({ members }) => members.length > 0, go: getTokens },
  { weight: 9, can: ({ live }) => live.length > 0, go: revokeOne },
  { weight: 2, can: ({ live }) => live.length > 0, go: refreshOne },
  { weight: 1, can: (crowd) => hasLeaver(crowd), go: leave },
]

const hasMail = ({ mailed }: Person): boolean => mailed !== undefined
const hasLeaver = ({ members, live }: Crowd): boolean => members.length > fewestMembers && live.length > 0

/** One thing that a crowd does, as its choices say. */
export async function step(target: Target, crowd: Crowd): Promise<void> {
  const possible = steps.filter(({ can }) => can(crowd))
  let ticket = crowd.choices.whole(possible.reduce((sum, { weight }) => sum + weight, 0))
  const chosen = possible.find(({ weight }) => {
    ticket -= weight
    return ticket < 0
  })
  await chosen?.go(target, crowd)
}

/** Registers, sometimes twice at once under two spellings of the same name. */
async function register(target: Target, crowd: Crowd): Promise<void> {
  const person = arrive(crowd)
  const twice = crowd.choices.chance(0.1) ? [signUp(target, person, person.email.toUpperCase())] : []
  const outcomes = await Promise.all([signUp(target, person), ...twice])
  if (outcomes.some(({ type }) => type !== 'fail')) crowd.newcomers.push(person)
}

/** Confirms, sometimes twice at once. */
async function confirmNewcomer(target: Target, crowd: Crowd): Promise<void> {
  const { newcomers, strangers, choices } = crowd
  const person = choices.one(newcomers.filter(hasMail))
  if (!person) return
  newcomers.splice(newcomers.indexOf(person), 1)
  const times = choices.chance(0.2) ? [1, 2] : [1]
  const outcomes = await Promise.all(times.map(() => confirm(target, person)))
  if (outcomes.some(({ type }) => type === 'ok')) strangers.push(person)
}

/** Signs a browser in. */
export async function welcome(target: Target, crowd: Crowd): Promise<void> {
  const person = takeOne(crowd.strangers, crowd.choices)
  if (!person) return
  const { type } = await signIn(target, person)
  if (type === 'ok') crowd.members.push(person)
}

/** Asks for a code and exchanges it: mostly at once, sometimes twice at once, sometimes after the kill. */
async function getTokens(target: Target, crowd: Crowd): Promise<void> {
  const person = crowd.choices.one(crowd.members)
  const code = person && (await askForCode(target, person))
  if (!code) return
  if (crowd.choices.chance(0.1)) return void crowd.kept.push(code)
  // Of two at once the second is a replay, which ends what the first gave: nothing of it counts as live.
  if (crowd.choices.chance(0.15)) return void (await Promise.all([exchange(target, code), exchange(target, code)]))
  const family = await exchange(target, code)
  if (family) crowd.live.push(family)
}

/** Revokes, by either door, sometimes while the tokens are in use. */
async function revokeOne(target: Target, { live, choices }: Crowd): Promise<void> {
  const family = takeOne(live, choices)
  if (!family) return
  const inUse = choices.chance(0.2) ? [refresh(target, family)] : []
  await Promise.all([revoke(target, family, choices.chance(0.5) ? 'api' : 'oauth'), ...inUse])
}

async function refreshOne(target: Target, { live, choices }: Crowd): Promise<void> {
  const family = choices.one(live)
  if (family) await refresh(target, family)
}

/** Signs out everywhere, is disabled by an operator, or goes for good. */
async function leave(target: Target, crowd: Crowd): Promise<void> {
  const family = crowd.choices.one(crowd.live)
  if (!family) return
  const { person } = family
  letGo(crowd, person)
  const way = crowd.choices.whole(3)
  if (way === 0) await disable(target, person)
  else if (way === 1) await deleteUser(target, family)
  else if ((await signOut(target, family)).type === 'ok') crowd.strangers.push(person)
}

/** The first people of a crowd, from registration to a signed-in browser. */
export async function welcomeFirst(target: Target, crowd: Crowd): Promise<void> {
  for (let count = 0; count < fewestMembers; count++) {
    const person = arrive(crowd)
    await signUp(target, person)
    await mailTo(person)
    await confirm(target, person)
    crowd.strangers.push(person)
    await welcome(target, crowd)
  }
}

async function mailTo(person: Person): Promise<void> {
  for (let waited = 0; !hasMail(person); waited += 5) {
    if (waited > 10_000) throw new Error(`No mail came for ${person.email}.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
