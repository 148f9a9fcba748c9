import { type Attempt, grouped, isLimit, mayAffect, named, ofKind, precedes } from '../attempts.ts'
import type { FinalStore } from '../final-store.ts'

/** I1 to I3 and I7: users exist once, confirmed users stay confirmed, and disabled or deleted users get nothing. */
export function checkUsers(attempts: readonly Attempt[], store: FinalStore): string[] {
  const stored = grouped(store.users, ({ email }) => email.toLowerCase())
  const byUser = grouped(attempts, ({ user }) => user)
  return [
    ...[...stored.keys()]
      .filter((email) => !byUser.has(email))
      .map((email) => `I1: user ${email} exists without a sign-up`),
    ...store.users
      .filter(({ sub, email }) => !store.aliases.some((name) => name.sub === sub && name.alias === email.toLowerCase()))
      .map(({ email }) => `I2: the store does not find ${email} by name`),
    ...[...byUser].flatMap(([user, own]) =>
      [
        ...existence(own, stored.get(user) ?? []),
        ...confirmation(own, stored.get(user)?.[0]),
        ...absence(own, stored.get(user)?.[0]),
      ].map((complaint) => `${complaint} [${user}]`),
    ),
  ]
}

type StoredUser = FinalStore['users'][number]

const isMissing = (lookUp: Attempt): boolean => lookUp.outcome === 'fail' && lookUp.error === 'UserNotFoundException'

function existence(own: readonly Attempt[], stored: readonly StoredUser[]): string[] {
  const signUps = ofKind(own, 'sign-up')
  const made = signUps.filter(({ outcome }) => outcome === 'ok')
  const mayExist = signUps.some(({ outcome }) => outcome !== 'fail')
  const deletions = ofKind(own, 'delete').filter(({ outcome }) => outcome !== 'fail')
  const deleted = deletions.filter(({ outcome }) => outcome === 'ok')
  const lookUps = ofKind(own, 'look-up')
  return [
    ...(stored.length > 1 ? [`I2: ${stored.length} users have one name`] : []),
    ...(made.length > 1 ? [`I2: one name was accepted by ${made.map(named).join(' and ')}`] : []),
    ...(made[0] && deletions.length === 0 && stored.length === 0 ? [`I1: ${named(made[0])} is lost`] : []),
    ...(!mayExist && stored.length > 0 ? ['I1: a refused sign-up has stored a user'] : []),
    ...(deleted[0] && stored.length > 0 ? [`I7: the user exists after ${named(deleted[0])}`] : []),
    ...signUps
      .filter((attempt) => attempt.outcome === 'fail' && !isLimit(attempt))
      .filter((attempt) => !signUps.some((other) => mayAffect(other, attempt)))
      .map((attempt) => `I1: ${named(attempt)} was refused (${attempt.error}) although no user has the name`),
    ...lookUps
      .filter(isMissing)
      .flatMap((lookUp) =>
        made
          .filter((signUp) => precedes(signUp, lookUp) && !deletions.some((deletion) => mayAffect(deletion, lookUp)))
          .map((signUp) => `I1: ${named(lookUp)} does not find what ${named(signUp)} made`),
      ),
    ...lookUps
      .filter((lookUp) => lookUp.outcome === 'ok')
      .flatMap((lookUp) =>
        deleted.filter((deletion) => precedes(deletion, lookUp)).map((deletion) => [lookUp, deletion]),
      )
      .map(
        ([lookUp, deletion]) => `I7: ${lookUp && named(lookUp)} finds the user after ${deletion && named(deletion)}`,
      ),
  ]
}

function confirmation(own: readonly Attempt[], stored: StoredUser | undefined): string[] {
  const confirmations = ofKind(own, 'confirm')
  const done = confirmations.filter(({ outcome }) => outcome === 'ok')
  const lookUps = ofKind(own, 'look-up').filter(({ outcome }) => outcome === 'ok')
  const endings = ofKind(own, 'disable', 'delete')
  const confirmed = [...done, ...lookUps.filter(({ result }) => result.status === 'CONFIRMED')]
  const mayBeConfirmed = confirmations.some(({ outcome }) => outcome !== 'fail')

  /** Whether a look-up showed that an unanswered confirmation had no effect. */
  const disproved = (confirm: Attempt, before: Attempt): boolean =>
    confirm.outcome === 'unknown' &&
    lookUps.some((seen) => seen.result.status === 'UNCONFIRMED' && precedes(confirm, seen) && precedes(seen, before))
  const excused = (attempt: Attempt): boolean =>
    isLimit(attempt) ||
    [...confirmations, ...endings].some((other) => mayAffect(other, attempt) && !disproved(other, attempt))

  return [
    ...(done.length > 1 ? [`I3: one code confirmed twice: ${done.map(named).join(' and ')}`] : []),
    ...(done[0] && stored?.status === 'UNCONFIRMED' ? [`I3: ${named(done[0])} is lost`] : []),
    ...(!mayBeConfirmed && stored?.status === 'CONFIRMED' ? ['I3: the user is confirmed without a confirmation'] : []),
    ...lookUps
      .filter(({ result }) => result.status === 'UNCONFIRMED')
      .flatMap((seen) => confirmed.filter((before) => precedes(before, seen)).map((before) => [seen, before]))
      .map(([seen, before]) => `I3: ${seen && named(seen)} returned UNCONFIRMED after ${before && named(before)}`),
    ...confirmations
      .filter((attempt) => attempt.outcome === 'fail' && !excused(attempt))
      .map((attempt) => `I3: the correct code was refused in ${named(attempt)}: ${attempt.error}`),
  ]
}

/** Checks that disabled and deleted users get nothing. */
function absence(own: readonly Attempt[], stored: StoredUser | undefined): string[] {
  const endings = ofKind(own, 'disable', 'delete').filter(({ outcome }) => outcome === 'ok')
  const disabled = ofKind(own, 'disable').find(({ outcome }) => outcome === 'ok')
  return [
    ...(disabled && stored?.enabled ? [`I7: ${named(disabled)} is lost`] : []),
    ...ofKind(own, 'sign-in', 'authorize', 'exchange', 'refresh', 'user-info')
      .filter(({ outcome }) => outcome === 'ok')
      .flatMap((attempt) =>
        endings
          .filter((ending) => precedes(ending, attempt))
          .map((ending) => `I7: ${named(attempt)} worked after ${named(ending)}`),
      ),
  ]
}
