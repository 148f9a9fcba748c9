import { addPerson, type Crowd, endSignIns, takeOne } from './crowd.ts'
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
  /** Whether the crowd has a person for this step. */
  can(crowd: Crowd): boolean
  go(target: Target, crowd: Crowd): Promise<void>
}

/** So many members stay signed in, so that codes can always be requested. */
const fewestMembers = 2

const steps: readonly Step[] = [
  { weight: 4, can: () => true, go: register },
  { weight: 6, can: ({ unconfirmed }) => unconfirmed.some(hasMail), go: confirmOne },
  { weight: 2, can: ({ signedOut }) => signedOut.length > 0, go: (target, crowd) => signInOne(target, crowd) },
  { weight: 12, can: ({ members }) => members.length > 0, go: getTokens },
  { weight: 9, can: ({ live }) => live.length > 0, go: revokeOne },
  { weight: 2, can: ({ live }) => live.length > 0, go: refreshOne },
  { weight: 1, can: (crowd) => hasLeaver(crowd), go: leave },
]

const hasMail = ({ mailed }: Person): boolean => mailed !== undefined
const hasLeaver = ({ members, live }: Crowd): boolean => members.length > fewestMembers && live.length > 0

/** Does one step, which the choices of the crowd select. */
export async function step(target: Target, crowd: Crowd): Promise<void> {
  const possible = steps.filter(({ can }) => can(crowd))
  let ticket = crowd.choices.whole(possible.reduce((sum, { weight }) => sum + weight, 0))
  const chosen = possible.find(({ weight }) => {
    ticket -= weight
    return ticket < 0
  })
  await chosen?.go(target, crowd)
}

/** Signs up, sometimes twice at the same time with two spellings of the same name. */
async function register(target: Target, crowd: Crowd): Promise<void> {
  const person = addPerson(crowd)
  const twice = crowd.choices.chance(0.1) ? [signUp(target, person, person.email.toUpperCase())] : []
  const outcomes = await Promise.all([signUp(target, person), ...twice])
  if (outcomes.some(({ type }) => type !== 'fail')) crowd.unconfirmed.push(person)
}

/** Confirms, sometimes twice at the same time. */
async function confirmOne(target: Target, crowd: Crowd): Promise<void> {
  const { unconfirmed, signedOut, choices } = crowd
  const person = choices.one(unconfirmed.filter(hasMail))
  if (!person) return
  unconfirmed.splice(unconfirmed.indexOf(person), 1)
  const times = choices.chance(0.2) ? [1, 2] : [1]
  const outcomes = await Promise.all(times.map(() => confirm(target, person)))
  if (outcomes.some(({ type }) => type === 'ok')) signedOut.push(person)
}

/** Signs a browser in. */
export async function signInOne(target: Target, crowd: Crowd): Promise<void> {
  const person = takeOne(crowd.signedOut, crowd.choices)
  if (!person) return
  const { type } = await signIn(target, person)
  if (type === 'ok') crowd.members.push(person)
}

/** Asks for a code and exchanges it: usually immediately, sometimes twice at the same time, sometimes after the kill. */
async function getTokens(target: Target, crowd: Crowd): Promise<void> {
  const person = crowd.choices.one(crowd.members)
  const code = person && (await askForCode(target, person))
  if (!code) return
  if (crowd.choices.chance(0.1)) return void crowd.kept.push(code)
  // The second of two exchanges is a replay, which ends the tokens of the first. So neither gives valid tokens.
  if (crowd.choices.chance(0.15)) return void (await Promise.all([exchange(target, code), exchange(target, code)]))
  const family = await exchange(target, code)
  if (family) crowd.live.push(family)
}

/** Revokes through the API or OAuth, sometimes during a refresh. */
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

/** Lets a person sign out everywhere, be disabled by an administrator, or delete the account. */
async function leave(target: Target, crowd: Crowd): Promise<void> {
  const family = crowd.choices.one(crowd.live)
  if (!family) return
  const { person } = family
  endSignIns(crowd, person)
  const way = crowd.choices.whole(3)
  if (way === 0) await disable(target, person)
  else if (way === 1) await deleteUser(target, family)
  else if ((await signOut(target, family)).type === 'ok') crowd.signedOut.push(person)
}

/** Adds the first people of a crowd, from sign-up to a signed-in browser. */
export async function addFirstMembers(target: Target, crowd: Crowd): Promise<void> {
  for (let count = 0; count < fewestMembers; count++) {
    const person = addPerson(crowd)
    await signUp(target, person)
    await mailTo(person)
    await confirm(target, person)
    crowd.signedOut.push(person)
    await signInOne(target, crowd)
  }
}

async function mailTo(person: Person): Promise<void> {
  for (let waited = 0; !hasMail(person); waited += 5) {
    if (waited > 10_000) throw new Error(`No mail arrived for ${person.email}.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
