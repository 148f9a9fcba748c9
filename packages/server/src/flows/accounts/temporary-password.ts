import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import { randomText } from '#foundation/ids'
import { passwordPolicyOf } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'

// Without what is hard to tell apart when it is copied by hand, or looks odd in HTML.
const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!#%*+-=?@_']
const usual = 16

/** A password that every policy of this pool takes, to be used once. */
export function temporaryPassword(random: Random, pool: UserPool): string {
  const length = Math.max(usual, passwordPolicyOf(pool).MinimumLength)
  for (;;) {
    const text = randomText(random, { alphabet: kinds.join(''), length })
    // Drawn again until all kinds are there: placing them on purpose would make some places easier to guess.
    if (kinds.every((kind) => [...kind].some((character) => text.includes(character)))) return text
  }
}

/** When a temporary password that is set now stops working. */
export function temporaryUntil({ clock }: { clock: Clock }, pool: UserPool): number {
  return clock.now() + passwordPolicyOf(pool).TemporaryPasswordValidityDays * 24 * 60 * 60_000
}
