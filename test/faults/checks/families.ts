import { type Attempt, grouped, isLimit, mayAffect, named, ofKind, precedes } from '../attempts.ts'
import type { FinalStore } from '../final-store.ts'

/** The tokens of one exchange, and the operations on them. */
interface Family {
  readonly exchange: Attempt
  readonly uses: readonly Attempt[]
  /** The operations that end it: its revocation, and those that end all families of its user. */
  readonly endings: readonly Attempt[]
  /** Other exchanges of the same code. They may end the family (RFC 6749 4.1.2), but need not. */
  readonly replays: readonly Attempt[]
}

/** I5: tokens work until they are revoked, and never after that. */
export function checkFamilies(attempts: readonly Attempt[], store: FinalStore): string[] {
  const rows = new Map(store.families.map((row) => [row.originJti, row]))
  return familiesOf(attempts).flatMap((family) =>
    [...useOf(family), ...keeping(family, rows.get(family.exchange.result.originJti ?? ''))].map(
      (complaint) => `${complaint} [${family.exchange.user}, ${family.exchange.result.family}]`,
    ),
  )
}

function familiesOf(attempts: readonly Attempt[]): Family[] {
  const exchanges = ofKind(attempts, 'exchange')
  const uses = ofKind(attempts, 'refresh', 'user-info')
  const endings = ofKind(attempts, 'revoke', 'sign-out', 'disable', 'delete')
  const byUser = grouped([...exchanges, ...uses, ...endings], ({ user }) => user)
  return exchanges
    .filter(({ outcome }) => outcome === 'ok')
    .map((exchange) => {
      const own = byUser.get(exchange.user) ?? []
      const { family } = exchange.result
      return {
        exchange,
        uses: ofKind(own, 'refresh', 'user-info').filter((use) => use.family === family),
        endings: [
          ...ofKind(own, 'revoke').filter((revoke) => revoke.family === family),
          // These operations end only families that exist before them.
          ...ofKind(own, 'sign-out', 'disable', 'delete').filter((ending) => exchange.invoked < ending.completed),
        ],
        replays: ofKind(own, 'exchange').filter(({ code, op }) => code === exchange.code && op !== exchange.op),
      }
    })
}

const mayBeOver = ({ endings, replays }: Family, at: Attempt): boolean =>
  endings.some((ending) => mayAffect(ending, at)) || replays.some(({ invoked }) => invoked < at.completed)

function useOf(family: Family): string[] {
  const { exchange, uses, endings } = family
  const over = endings.filter((ending) => ending.outcome === 'ok' && precedes(exchange, ending))
  const refused = uses.filter((use) => use.outcome === 'fail' && !isLimit(use))
  return [
    ...refused
      .filter((use) => !mayBeOver(family, use))
      .map((use) => `I5: valid tokens were refused in ${named(use)}: ${use.error}`),
    ...uses
      .filter(({ outcome }) => outcome === 'ok')
      .flatMap((use) => [
        ...over
          .filter((ending) => precedes(ending, use))
          .map((ending) => `I5: ${named(use)} worked after ${named(ending)}`),
        ...refused
          .filter((before) => precedes(before, use))
          .slice(0, 1)
          .map((before) => `I5: ${named(use)} worked after ${named(before)} was refused`),
      ]),
  ]
}

function keeping(family: Family, row: FinalStore['families'][number] | undefined): string[] {
  const { exchange, endings, replays } = family
  const deleted = endings.some(({ kind, outcome }) => kind === 'delete' && outcome !== 'fail')
  if (!row) return deleted ? [] : [`I1: the tokens of ${named(exchange)} are not in the store`]
  const ended = endings.find(
    (ending) => ending.outcome === 'ok' && ['revoke', 'sign-out'].includes(ending.kind) && precedes(exchange, ending),
  )
  if (ended && !row.revoked) return [`I5: ${named(ended)} is lost`]
  const mayBeRevoked = endings.some(({ outcome }) => outcome !== 'fail') || replays.length > 0
  if (row.revoked && !mayBeRevoked) return ['I5: the family is revoked in the store without a request']
  return []
}
