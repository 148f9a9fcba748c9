import { constantTimeEqual } from '#foundation/crypto/compare'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { randomToken } from '#foundation/ids'

const purpose = 'managed-login-csrf'
const wellFormed = /^[\w-]{43}$/

/** A browser's secret: the one in its cookie, or a new one if the cookie is not valid. */
export function csrfSecret(
  { random }: { random: Random },
  cookie: string | undefined,
): { secret: string; isNew: boolean } {
  return cookie !== undefined && wellFormed.test(cookie)
    ? { secret: cookie, isNew: false }
    : { secret: randomToken(random), isNew: true }
}

/** The token of the forms. Only the server can compute it from the cookie. */
export const csrfToken = ({ sealer }: { sealer: Sealer }, secret: string): string => sealer.digest(purpose, secret)

/** Whether the server gave this form to the browser that sends it. */
export function isOwnForm(
  { sealer }: { sealer: Sealer },
  { cookie, token }: { cookie: string | undefined; token: string | undefined },
): boolean {
  if (cookie === undefined || token === undefined || !wellFormed.test(cookie)) return false
  return sealer.digests(purpose, cookie).some((expected) => constantTimeEqual(expected, token))
}
