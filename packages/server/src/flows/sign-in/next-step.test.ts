import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User, UserStatus } from '#records/users/user'
import { nextStep } from './next-step.ts'

const now = 1_000_000
const pool: UserPool = { id: 'us-east-1_a', name: 'p', settings: {}, createdAt: 0, updatedAt: 0 }

const password = (expiresAt?: number): User['password'] => ({
  hash: 'h',
  srpSalt: 'aa',
  sealedSrpVerifier: 'v',
  expiresAt,
})

const user = (changes: Partial<User> = {}): User => ({
  sub: 's',
  userPoolId: pool.id,
  username: 'ann',
  status: 'CONFIRMED',
  enabled: true,
  attributes: {},
  password: password(),
  createdAt: 0,
  updatedAt: 0,
  ...changes,
})

const step = (changes: Partial<User>, { salt = 'aa', at = pool }: { salt?: string; at?: UserPool } = {}): string => {
  const next = nextStep({ pool: at, user: user(changes), proof: { salt }, now })
  return next.kind === 'refused' ? next.because : next.kind === 'challenge' ? next.name : next.kind
}

test.each<[string, Partial<User>, string]>([
  ['a confirmed user', {}, 'finished'],
  ['a user without a password', { password: undefined }, 'password-changed'],
  ['a disabled user', { enabled: false }, 'disabled'],
  ['a disabled user who is not confirmed either', { enabled: false, status: 'UNCONFIRMED' }, 'disabled'],
  ['an unconfirmed user', { status: 'UNCONFIRMED' }, 'unconfirmed'],
  ['a user whose password was reset', { status: 'RESET_REQUIRED' }, 'reset-required'],
  ['a temporary password', { status: 'FORCE_CHANGE_PASSWORD', password: password(now + 1) }, 'NEW_PASSWORD_REQUIRED'],
  ['a temporary password for ever', { status: 'FORCE_CHANGE_PASSWORD' }, 'NEW_PASSWORD_REQUIRED'],
  [
    'a temporary password of just now',
    { status: 'FORCE_CHANGE_PASSWORD', password: password(now) },
    'temporary-password-expired',
  ],
  [
    'an old temporary password',
    { status: 'FORCE_CHANGE_PASSWORD', password: password(1) },
    'temporary-password-expired',
  ],
])('after the password of %s', (_, changes, expected) => {
  expect(step(changes)).toBe(expected)
})

test('a proof dies with the password it was made for', () => {
  expect(step({}, { salt: 'bb' })).toBe('password-changed')
  expect(step({ enabled: false }, { salt: 'bb' })).toBe('password-changed')
})

test('a pool that wants a second factor lets nobody in with a password alone', () => {
  expect(step({}, { at: { ...pool, settings: { MfaConfiguration: 'ON' } } })).toBe('second-factor-required')
})

test('nobody finishes but an enabled, confirmed user with the password of now', () => {
  const status = fc.constantFrom<UserStatus>('UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED')
  const expiry = fc.option(fc.integer({ min: now - 5, max: now + 5 }), { nil: undefined })
  fc.assert(
    fc.property(status, fc.boolean(), expiry, fc.constantFrom('aa', 'bb'), (status, enabled, expiresAt, salt) => {
      const fresh = expiresAt === undefined || expiresAt > now
      const isWelcome = status === 'CONFIRMED' && enabled && fresh && salt === 'aa'
      expect(step({ status, enabled, password: password(expiresAt) }, { salt }) === 'finished').toBe(isWelcome)
    }),
  )
})
