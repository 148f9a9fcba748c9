import { expect, test } from 'vitest'
import { foldName, isCaseSensitive, recoveryAttributes, requiredAttributes, verificationTemplate } from './policy.ts'
import type { UserPool, UserPoolSettings } from './user-pool.ts'

const poolWith = (settings: UserPoolSettings): UserPool => ({
  id: 'p',
  name: 'p',
  settings,
  createdAt: 0,
  updatedAt: 0,
})

test.each<[NonNullable<UserPoolSettings['AccountRecoverySetting']> | undefined, string[]]>([
  [undefined, ['email']],
  [{ RecoveryMechanisms: [] }, ['email']],
  [{ RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] }, ['email']],
  [{ RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] }, []],
  [
    {
      RecoveryMechanisms: [
        { Name: 'verified_email', Priority: 2 },
        { Name: 'verified_phone_number', Priority: 1 },
      ],
    },
    ['phone_number', 'email'],
  ],
])('with AccountRecoverySetting %j users recover by %j', (AccountRecoverySetting, expected) => {
  expect(recoveryAttributes(poolWith({ AccountRecoverySetting }))).toEqual(expected)
})

test.each([
  [undefined, true, 'Ann'],
  [{ CaseSensitive: true }, true, 'Ann'],
  [{ CaseSensitive: false }, false, 'ann'],
])('with UsernameConfiguration %j case matters: %s', (UsernameConfiguration, matters, folded) => {
  const pool = poolWith({ UsernameConfiguration })
  expect(isCaseSensitive(pool)).toBe(matters)
  expect(foldName(pool, 'Ann')).toBe(folded)
})

test('the newer of two settings for the words of a code counts, each by itself', () => {
  const pool = poolWith({
    EmailVerificationSubject: 'old',
    EmailVerificationMessage: 'old {####}',
    VerificationMessageTemplate: { EmailSubject: 'new' },
  })
  expect(verificationTemplate(pool)).toEqual({ subject: 'new', message: 'old {####}' })
})

test('sub is no attribute that a user has to give', () => {
  const SchemaAttributes = [
    { Name: 'sub', Required: true },
    { Name: 'email', Required: true },
    { Name: 'name', Required: false },
  ]
  expect(requiredAttributes(poolWith({ SchemaAttributes }))).toEqual(['email'])
})
