import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import { randomText } from '#foundation/ids'
import { passwordPolicyOf } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'

// No characters that look alike when they are copied by hand, or that need escaping in HTML.
const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!#%*+-=?@_']
const usual = 16

/** Makes a temporary password that the pool's policy accepts. */
export function temporaryPassword(random: Random, pool: UserPool): string {
  const length = Math.max(usual, passwordPolicyOf(pool).MinimumLength)
  for (;;) {
    const text = randomText(random, { alphabet: kinds.join(''), length })
    // Draw again until all kinds are present. Fixed places for the kinds would make the password easier to guess.
    if (kinds.every((kind) => [...kind].some((character) => text.includes(character)))) return text
  }
}

/** When a temporary password that is set now stops working. */
export function temporaryUntil({ clock }: { clock: Clock }, pool: UserPool): number {
  return clock.now() + passwordPolicyOf(pool).TemporaryPasswordValidityDays * 24 * 60 * 60_000
}
