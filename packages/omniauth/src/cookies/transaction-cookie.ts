import { constantTimeEqual, hex, sha256 } from '#core/encoding'
import { csrfDetected, invalidRequest } from '#core/failure'
import type { Kept } from '#core/strategy'
import { cookieHeader, readCookies } from './cookies.ts'
import { sealer } from './sealing.ts'

/** The data of one sign-in between its request phase and its callback phase. */
export interface Transaction {
  readonly state: string
  readonly provider: string
  readonly origin: string | undefined
  readonly params: Readonly<Record<string, string>>
  readonly kept: Kept
  /** What the application wants to get back at the callback. */
  readonly keptForApplication: Kept
  /** Epoch milliseconds. */
  readonly startedAt: number
}

/**
 * One encrypted cookie for each sign-in in progress. Its name contains the state, so that two tabs do not conflict. The
 * server stores nothing. A sign-in ends at its first callback, also when that fails.
 */
export interface TransactionCookies {
  /**
   * The `Set-Cookie` values that start a sign-in. They also remove expired sign-ins, and the oldest one when there are
   * too many. `crossSite`: the callback will be a POST from the provider's site, so the cookie needs `SameSite=None`.
   */
  start(request: Request, transaction: Transaction, options?: { crossSite: boolean }): Promise<string[]>
  /** The `Set-Cookie` values that end a sign-in. It need not exist. */
  end(state: string): Promise<string[]>
  /**
   * The sign-in of this callback. Throws `csrf_detected` when there is none for this provider, or when it has expired.
   */
  find(request: Request, callback: { state: string; provider: string }): Promise<Transaction>
}

const lifetimeMs = 10 * 60 * 1000
const clockSkewMs = 60 * 1000
const maxInProgress = 5
/** Browsers allow 4096 bytes for a cookie with its name and attributes. */
const maxValueLength = 3700
/**
 * Cookies beyond this number are removed unread, so that an attacker who sets many cookies can not make us decrypt
 * them.
 */
const maxRead = 20

export function transactionCookies(options: {
  secret: string | Uint8Array
  secure: boolean
  clock: () => number
}): TransactionCookies {
  const { secure, clock } = options
  const prefix = `${secure ? '__Host-' : ''}omniauth_txn_`
  const sealed = sealer<Transaction>(options.secret, 'transaction cookie')
  const nameFor = async (state: string) => prefix + hex((await sha256(state)).subarray(0, 12))
  const remove = (name: string) => cookieHeader({ name, value: '', maxAgeSeconds: 0, secure })
  const open = async (value: string) => alive(await sealed.open(value), clock())

  return {
    async start(request, transaction, { crossSite } = { crossSite: false }) {
      const value = await sealed.seal(transaction)
      if (value.length > maxValueLength) throw invalidRequest('The request has too many parameters: send fewer')
      const before = [...readCookies(request)].filter(([name]) => name.startsWith(prefix))
      const opened = await Promise.all(
        before.slice(0, maxRead).map(async ([name, value]) => ({ name, startedAt: (await open(value))?.startedAt })),
      )
      const keep = opened
        .filter((one) => one.startedAt !== undefined)
        .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0))
        .slice(0, maxInProgress - 1)
        .map((one) => one.name)
      return [
        ...before.filter(([name]) => !keep.includes(name)).map(([name]) => remove(name)),
        cookieHeader({
          name: await nameFor(transaction.state),
          value,
          maxAgeSeconds: lifetimeMs / 1000,
          secure: secure || crossSite,
          sameSite: crossSite ? 'None' : 'Lax',
        }),
      ]
    },

    async end(state) {
      return state === '' ? [] : [remove(await nameFor(state))]
    },

    async find(request, { state, provider }) {
      if (state === '') throw csrfDetected('The callback has no state: start the sign-in again')
      const value = readCookies(request).get(await nameFor(state))
      if (value === undefined)
        throw csrfDetected('This browser has no sign-in in progress with this state: start the sign-in again')
      const transaction = await open(value)
      if (transaction === undefined) throw csrfDetected('The sign-in has expired or was changed: start it again')
      if (!constantTimeEqual(transaction.state, state)) throw csrfDetected('The state belongs to another sign-in')
      // Mix-up defense: an answer must arrive at the callback of the provider that was asked (RFC 9700 4.4).
      if (transaction.provider !== provider) throw csrfDetected('The state belongs to another provider')
      return transaction
    },
  }
}

function alive(transaction: Transaction | undefined, now: number): Transaction | undefined {
  if (transaction === undefined) return undefined
  const age = now - transaction.startedAt
  // Another node of the application may handle the callback, and its clock may be slightly behind.
  return age >= -clockSkewMs && age <= lifetimeMs ? transaction : undefined
}
