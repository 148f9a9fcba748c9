import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User, UserStatus } from '#records/users/user'
import type { Evidence } from './evidence.ts'
import { nextStep } from './next-step.ts'
import type { MethodName } from './sign-in-state.ts'

const now = 1_000_000
const pool: UserPool = { id: 'us-east-1_a', name: 'p', settings: {}, createdAt: 0, updatedAt: 0 }
const client: AppClient = {
  id: 'c',
  userPoolId: pool.id,
  name: 'c',
  sealedSecret: undefined,
  settings: {},
  extensions: {},
  createdAt: 0,
  updatedAt: 0,
}

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

interface Given {
  salt?: string
  at?: UserPool
  method?: MethodName
  evidence?: readonly Evidence[]
}

/** The name of the next step for a user with these changes. By default, the evidence is the password with the salt. */
const step = (
  changes: Partial<User> | 'nobody',
  { salt = 'aa', at = pool, method = 'user-password', ...given }: Given = {},
) => {
  const evidence: readonly Evidence[] = given.evidence ?? [{ kind: 'password', salt }]
  const next = nextStep({
    pool: at,
    client,
    user: changes === 'nobody' ? undefined : user(changes),
    method,
    evidence,
    now,
  })
  return next.kind === 'refused' ? next.because : next.kind === 'ask' ? next.challenge : next.kind
}

test.each<[string, Partial<User>, string]>([
  ['a confirmed user', {}, 'finished'],
  ['a user without a password', { password: undefined }, 'password-changed'],
  ['a disabled user', { enabled: false }, 'disabled'],
  ['a disabled user who is not confirmed either', { enabled: false, status: 'UNCONFIRMED' }, 'disabled'],
  ['an unconfirmed user', { status: 'UNCONFIRMED' }, 'unconfirmed'],
  ['a user whose password was reset', { status: 'RESET_REQUIRED' }, 'reset-required'],
  ['a temporary password', { status: 'FORCE_CHANGE_PASSWORD', password: password(now + 1) }, 'new-password'],
  ['a temporary password that never expires', { status: 'FORCE_CHANGE_PASSWORD' }, 'new-password'],
  [
    'a temporary password that expires now',
    { status: 'FORCE_CHANGE_PASSWORD', password: password(now) },
    'temporary-password-expired',
  ],
  [
    'a temporary password that has expired',
    { status: 'FORCE_CHANGE_PASSWORD', password: password(1) },
    'temporary-password-expired',
  ],
])('%s leads to the expected step after the password', (_, changes, expected) => {
  expect(step(changes)).toBe(expected)
})

test('a proof is no longer valid when the password changes', () => {
  expect(step({}, { salt: 'bb' })).toBe('password-changed')
  expect(step({ enabled: false }, { salt: 'bb' })).toBe('password-changed')
})

test('a pool that requires a second factor refuses a password alone', () => {
  expect(step({}, { at: { ...pool, settings: { MfaConfiguration: 'ON' } } })).toBe('second-factor-required')
})

describe('before a password is shown', () => {
  test.each<[MethodName, Partial<User> | 'nobody', string]>([
    ['user-srp', {}, 'password-verifier'],
    ['user-srp', 'nobody', 'password-verifier'],
    ['user-srp', { enabled: false }, 'password-verifier'],
    ['user-srp', { status: 'UNCONFIRMED' }, 'password-verifier'],
    ['user-password', {}, 'nothing-shown'],
    ['after-confirmation', {}, 'nothing-shown'],
  ])('%s of %j leads to %s', (method, changes, expected) => {
    expect(step(changes, { method, evidence: [] })).toBe(expected)
  })
})

test('SRP proves the password like the password itself', () => {
  expect(step({}, { method: 'user-srp', evidence: [{ kind: 'srp', salt: 'aa' }] })).toBe('finished')
  expect(step({}, { method: 'user-srp', evidence: [{ kind: 'srp', salt: 'bb' }] })).toBe('password-changed')
  expect(step('nobody', { method: 'user-srp', evidence: [{ kind: 'srp', salt: 'aa' }] })).toBe('password-changed')
})

test('the newest password in the evidence counts, not the temporary one before it', () => {
  const evidence: Evidence[] = [
    { kind: 'srp', salt: 'old' },
    { kind: 'password', salt: 'aa' },
  ]
  expect(step({}, { evidence })).toBe('finished')
  expect(step({}, { evidence: evidence.toReversed() })).toBe('password-changed')
})

test('only an enabled, confirmed user with the current password finishes', () => {
  const status = fc.constantFrom<UserStatus>('UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED')
  const expiry = fc.option(fc.integer({ min: now - 5, max: now + 5 }), { nil: undefined })
  fc.assert(
    fc.property(status, fc.boolean(), expiry, fc.constantFrom('aa', 'bb'), (status, enabled, expiresAt, salt) => {
      const fresh = expiresAt === undefined || expiresAt > now
      const mayFinish = status === 'CONFIRMED' && enabled && fresh && salt === 'aa'
      expect(step({ status, enabled, password: password(expiresAt) }, { salt }) === 'finished').toBe(mayFinish)
    }),
  )
})
