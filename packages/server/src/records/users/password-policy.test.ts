import { expect, test } from 'vitest'
import type { UserPool } from '#records/user-pools/user-pool'
import { passwordViolation } from './password-policy.ts'

const pool = (settings: UserPool['settings']): UserPool => ({
  id: 'us-east-1_Abc123xyz',
  name: 'pool',
  settings,
  createdAt: 0,
  updatedAt: 0,
})

test.each([
  ['Passw0rd!', undefined],
  ['Passw0r d', undefined],
  ['Pass0r!', 'Password not long enough'],
  ['passw0rd!', 'Password must have uppercase characters'],
  ['PASSW0RD!', 'Password must have lowercase characters'],
  ['Password!', 'Password must have numeric characters'],
  ['Passw0rdd', 'Password must have symbol characters'],
  [' Passw0rdd ', 'Password must have symbol characters'],
  [`Aa1!${'x'.repeat(252)}`, undefined],
  [`Aa1!${'x'.repeat(253)}`, 'Password too long'],
])('by AWS’s default policy %j: %s', (password, expected) => {
  expect(passwordViolation(pool({}), password)).toBe(expected)
})

test('a policy asks only for what it names', () => {
  const lax = pool({ Policies: { PasswordPolicy: { MinimumLength: 6 } } })
  expect(passwordViolation(lax, 'aaaaaa')).toBeUndefined()
  expect(passwordViolation(lax, 'aaaaa')).toBe('Password not long enough')
})
