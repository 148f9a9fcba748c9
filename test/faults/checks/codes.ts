import { type Attempt, grouped, mayAffect, named, ofKind, precedes } from '../attempts.ts'
import type { FinalStore } from '../final-store.ts'

/** Cognito's five minutes, minus a tolerance for slow tests. */
const codeLifetime = 4.5 * 60_000

/** I4: a browser session is kept, and a code works exactly once. */
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

/** Each redeemed code has a family, and each family has a code, because they are stored together. */
function storedCodes(store: FinalStore): string[] {
  const families = new Set(store.families.map(({ originJti }) => originJti))
  const disabled = new Set(store.users.filter(({ enabled }) => !enabled).map(({ sub }) => sub))
  const redeemed = store.codes.filter(({ consumed }) => consumed)
  const times = grouped(redeemed, ({ originJti }) => originJti ?? undefined)
  return [
    ...redeemed
      .filter(({ originJti }) => originJti === null || !families.has(originJti))
      // A code of a disabled user is voided without tokens.
      .filter(({ originJti, sub }) => originJti !== null || !disabled.has(sub))
      .map(({ originJti }) => `I4: a code was used but its tokens are not stored (family ${originJti})`),
    ...[...families]
      .filter((originJti) => times.get(originJti)?.length !== 1)
      .map((originJti) => `I4: family ${originJti} has ${times.get(originJti)?.length ?? 0} codes`),
  ]
}

const endsSessions = (own: readonly Attempt[]): Attempt[] => ofKind(own, 'sign-out', 'disable', 'delete')

function sessions(own: readonly Attempt[]): string[] {
  const signIns = new Map(ofKind(own, 'sign-in').map((signIn) => [signIn.result.session, signIn]))
  const endings = endsSessions(own)
  return ofKind(own, 'authorize').flatMap((attempt) => {
    const signIn = signIns.get(attempt.session)
    const ended = endings.find(
      (ending) => ending.outcome === 'ok' && signIn && precedes(signIn, ending) && precedes(ending, attempt),
    )
    if (attempt.outcome === 'ok' && ended) return [`I5: the session of ${named(attempt)} worked after ${named(ended)}`]
    if (attempt.outcome !== 'fail' || endings.some((ending) => mayAffect(ending, attempt))) return []
    return [`I4: the session of ${named(attempt)} is lost: ${attempt.error}`]
  })
}

function exchanges(own: readonly Attempt[]): string[] {
  const given = new Map(ofKind(own, 'authorize').map((authorize) => [authorize.result.code, authorize]))
  const endings = endsSessions(own)
  return [...grouped(ofKind(own, 'exchange'), ({ code }) => code)].flatMap(([code, all]) => {
    const succeeded = all.filter(({ outcome }) => outcome === 'ok')
    const authorize = given.get(code)
    return [
      ...(succeeded.length > 1 ? [`I4: one code worked in ${succeeded.map(named).join(' and ')}`] : []),
      ...all
        .filter(({ outcome }) => outcome === 'fail')
        .filter((attempt) => ![...all, ...endings].some((other) => mayAffect(other, attempt)))
        .filter((attempt) => authorize !== undefined && attempt.askedAt - authorize.askedAt < codeLifetime)
        .map((attempt) => `I4: a fresh code was refused in ${named(attempt)}: ${attempt.error}`),
    ]
  })
}

/**
 * Checks exchanges without a response, which may or may not have had an effect. If a later exchange of the code was refused, the
 * earlier one had its effect, so its tokens must be stored. The store must not contain more families than exchanges.
 */
function lostAnswers(own: readonly Attempt[], user: string, store: FinalStore): string[] {
  const stored = store.users.find(({ email }) => email.toLowerCase() === user)
  if (!stored) return []
  const all = ofKind(own, 'exchange')
  const known = new Set(all.map(({ result }) => result.originJti))
  const unaccounted = store.families.filter(({ sub, originJti }) => sub === stored.sub && !known.has(originJti)).length
  const unanswered = [...grouped(all, ({ code }) => code).values()].filter(
    (attempts) =>
      attempts.some(({ outcome }) => outcome === 'unknown') && !attempts.some(({ outcome }) => outcome === 'ok'),
  )
  const happened = unanswered.filter((attempts) => {
    const refused = attempts.filter(({ outcome }) => outcome === 'fail')
    return refused.some((attempt) => !endsSessions(own).some((ending) => mayAffect(ending, attempt)))
  })
  return [
    ...(unaccounted > unanswered.length
      ? [`I4: ${unaccounted} families are stored for ${unanswered.length} unanswered exchanges`]
      : []),
    ...(unaccounted < happened.length
      ? [`I4: ${happened.length} codes were used for ${unaccounted} families in the store`]
      : []),
  ]
}
