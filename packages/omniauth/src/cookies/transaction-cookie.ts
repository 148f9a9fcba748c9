import { constantTimeEqual, hex, sha256 } from '#core/encoding'
import { csrfDetected, invalidRequest } from '#core/failure'
import type { Kept } from '#core/strategy'
import { cookieHeader, readCookies } from './cookies.ts'
import { sealer } from './sealing.ts'

/** What is remembered between the request phase and the callback phase of one sign-in. */
export interface Transaction {
  readonly state: string
  readonly provider: string
  readonly origin: string | undefined
  readonly params: Readonly<Record<string, string>>
  readonly kept: Kept
  /** What the application wants back. */
  readonly keptForApplication: Kept
  /** Epoch milliseconds. */
  readonly startedAt: number
}

/**
 * One cookie for each sign-in under way, encrypted and named after its state, so that two tabs do not disturb each other.
 * Nothing is stored on the server. A sign-in ends at its first callback, whether that succeeds or not.
 */
export interface TransactionCookies {
  /**
   * The `Set-Cookie` values that start a sign-in; they also remove what is stale, and the oldest where there are too many. `crossSite`: the
   * callback will be a POST of the provider's site, which brings along only a cookie that is made for it.
   */
  start(request: Request, transaction: Transaction, options?: { crossSite: boolean }): Promise<string[]>
  /** The `Set-Cookie` values that end a sign-in, whether or not there is one. */
  end(state: string): Promise<string[]>
  /** The sign-in that this callback belongs to; throws `csrf_detected` when there is none of that provider and age. */
  find(request: Request, callback: { state: string; provider: string }): Promise<Transaction>
}

const lifetimeMs = 10 * 60 * 1000
const clockSkewMs = 60 * 1000
const maxUnderWay = 5
/** Browsers keep 4096 bytes of a cookie, its name and attributes included. */
const maxValueLength = 3700
/** More than these are removed unread: whoever plants cookies should not make us decrypt them all. */
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
      if (value.length > maxValueLength) throw invalidRequest('The request carries more parameters than can be kept')
      const before = [...readCookies(request)].filter(([name]) => name.startsWith(prefix))
      const opened = await Promise.all(
        before.slice(0, maxRead).map(async ([name, value]) => ({ name, startedAt: (await open(value))?.startedAt })),
      )
      const keep = opened
        .filter((one) => one.startedAt !== undefined)
        .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0))
        .slice(0, maxUnderWay - 1)
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
      if (state === '') throw csrfDetected('The callback carries no state')
      const value = readCookies(request).get(await nameFor(state))
      if (value === undefined) throw csrfDetected('No sign-in with this state is under way in this browser')
      const transaction = await open(value)
      if (transaction === undefined) throw csrfDetected('The sign-in is too old or was tampered with')
      if (!constantTimeEqual(transaction.state, state)) throw csrfDetected('The state belongs to another sign-in')
      // Mix-up: an answer must come in at the callback of the provider that was asked (RFC 9700 4.4, per-provider redirect URI).
      if (transaction.provider !== provider) throw csrfDetected('The state belongs to another provider')
      return transaction
    },
  }
}

function alive(transaction: Transaction | undefined, now: number): Transaction | undefined {
  if (transaction === undefined) return undefined
  const age = now - transaction.startedAt
  // The callback may reach another machine of the application, whose clock is a little behind.
  return age >= -clockSkewMs && age <= lifetimeMs ? transaction : undefined
}
