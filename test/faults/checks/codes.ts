import { type Attempt, grouped, mayHaveStruck, named, ofKind, precedes } from '../attempts.ts'
import type { FinalStore } from '../final-store.ts'

/** Cognito's five minutes, less what a test may be late. */
const codeLifetime = 4.5 * 60_000

/** I4: a browser session that was given stays; a code that was given works once, and once only. */
export function checkCodes(attempts: readonly Attempt[], store: FinalStore): string[] {
  const byUser = grouped(attempts, ({ user }) => user)
  return [
    ...storedCodes(store),
    ...[...byUser].flatMap(([user, own]) =>
      [...sessions(own), ...exchanges(own), ...lostAnswers(own, user, store)].map(
        (complaint) => `${complaint} [${user}]`,
      ),
    ),
  ]
}

/** Each redeemed code has its family, and each family its code: they were stored together. */
function storedCodes(store: FinalStore): string[] {
  const families = new Set(store.families.map(({ originJti }) => originJti))
  const disabled = new Set(store.users.filter(({ enabled }) => !enabled).map(({ sub }) => sub))
  const redeemed = store.codes.filter(({ consumed }) => consumed)
  const times = grouped(redeemed, ({ originJti }) => originJti ?? undefined)
  return [
    ...redeemed
      .filter(({ originJti }) => originJti === null || !families.has(originJti))
      // A code that comes for a user who is disabled is voided, and gives nothing.
      .filter(({ originJti, sub }) => originJti !== null || !disabled.has(sub))
      .map(({ originJti }) => `I4: a code was taken without its tokens being stored (family ${originJti})`),
    ...[...families]
      .filter((originJti) => times.get(originJti)?.length !== 1)
      .map((originJti) => `I4: family ${originJti} comes of ${times.get(originJti)?.length ?? 0} codes`),
  ]
}

const endsSessions = (own: readonly Attempt[]): Attempt[] => ofKind(own, 'sign-out', 'disable', 'delete')

function sessions(own: readonly Attempt[]): string[] {
  const signIns = new Map(ofKind(own, 'sign-in').map((signIn) => [signIn.told.session, signIn]))
  const endings = endsSessions(own)
  return ofKind(own, 'authorize').flatMap((attempt) => {
    const signIn = signIns.get(attempt.session)
    const ended = endings.find(
      (ending) => ending.outcome === 'ok' && signIn && precedes(signIn, ending) && precedes(ending, attempt),
    )
    if (attempt.outcome === 'ok' && ended) return [`I5: the session of ${named(attempt)} outlived ${named(ended)}`]
    if (attempt.outcome !== 'fail' || endings.some((ending) => mayHaveStruck(ending, attempt))) return []
    return [`I4: the session of ${named(attempt)} is lost: ${attempt.error}`]
  })
}

function exchanges(own: readonly Attempt[]): string[] {
  const given = new Map(ofKind(own, 'authorize').map((authorize) => [authorize.told.code, authorize]))
  const endings = endsSessions(own)
  return [...grouped(ofKind(own, 'exchange'), ({ code }) => code)].flatMap(([code, all]) => {
    const succeeded = all.filter(({ outcome }) => outcome === 'ok')
    const authorize = given.get(code)
    return [
      ...(succeeded.length > 1 ? [`I4: one code worked in ${succeeded.map(named).join(' and ')}`] : []),
      ...all
        .filter(({ outcome }) => outcome === 'fail')
        .filter((attempt) => ![...all, ...endings].some((other) => mayHaveStruck(other, attempt)))
        .filter((attempt) => authorize !== undefined && attempt.askedAt - authorize.askedAt < codeLifetime)
        .map((attempt) => `I4: a fresh code was refused in ${named(attempt)}: ${attempt.error}`),
    ]
  })
}

/**
 * An exchange without an answer has happened or has not. Where a later one was refused it must have happened, so its tokens are
 * in the store; and the store holds no more families than the exchanges that were answered or may have happened.
 */
function lostAnswers(own: readonly Attempt[], user: string, store: FinalStore): string[] {
  const stored = store.users.find(({ email }) => email.toLowerCase() === user)
  if (!stored) return []
  const all = ofKind(own, 'exchange')
  const known = new Set(all.map(({ told }) => told.originJti))
  const unaccounted = store.families.filter(({ sub, originJti }) => sub === stored.sub && !known.has(originJti)).length
  const unanswered = [...grouped(all, ({ code }) => code).values()].filter(
    (attempts) =>
      attempts.some(({ outcome }) => outcome === 'unknown') && !attempts.some(({ outcome }) => outcome === 'ok'),
  )
  const happened = unanswered.filter((attempts) => {
    const refused = attempts.filter(({ outcome }) => outcome === 'fail')
    return refused.some((attempt) => !endsSessions(own).some((ending) => mayHaveStruck(ending, attempt)))
  })
  return [
    ...(unaccounted > unanswered.length
      ? [`I4: ${unaccounted} families came of ${unanswered.length} unanswered exchanges`]
      : []),
    ...(unaccounted < happened.length
      ? [`I4: ${happened.length} codes are spent for ${unaccounted} families in the store`]
      : []),
  ]
}
