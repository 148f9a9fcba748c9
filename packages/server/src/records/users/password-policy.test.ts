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
  ['Pass0r!', 'too-short'],
  ['passw0rd!', 'no-uppercase'],
  ['PASSW0RD!', 'no-lowercase'],
  ['Password!', 'no-number'],
  ['Passw0rdd', 'no-symbol'],
  [' Passw0rdd ', 'no-symbol'],
  [`Aa1!${'x'.repeat(252)}`, undefined],
  [`Aa1!${'x'.repeat(253)}`, 'too-long'],
])('under AWS’s default policy, the password %j breaks the rule %s', (password, expected) => {
  expect(passwordViolation(pool({}), password)).toBe(expected)
})

test('a policy has only the rules that it names', () => {
  const lax = pool({ Policies: { PasswordPolicy: { MinimumLength: 6 } } })
  expect(passwordViolation(lax, 'aaaaaa')).toBeUndefined()
  expect(passwordViolation(lax, 'aaaaa')).toBe('too-short')
})
