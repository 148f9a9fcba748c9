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
])('with AccountRecoverySetting %j a user can recover with %j', (AccountRecoverySetting, expected) => {
  expect(recoveryAttributes(poolWith({ AccountRecoverySetting }))).toEqual(expected)
})

test.each([
  [undefined, true, 'Ann'],
  [{ CaseSensitive: true }, true, 'Ann'],
  [{ CaseSensitive: false }, false, 'ann'],
])('with UsernameConfiguration %j names are case-sensitive: %s', (UsernameConfiguration, matters, folded) => {
  const pool = poolWith({ UsernameConfiguration })
  expect(isCaseSensitive(pool)).toBe(matters)
  expect(foldName(pool, 'Ann')).toBe(folded)
})

test('VerificationMessageTemplate wins over the older settings, subject and message separately', () => {
  const pool = poolWith({
    EmailVerificationSubject: 'old',
    EmailVerificationMessage: 'old {####}',
    VerificationMessageTemplate: { EmailSubject: 'new' },
  })
  expect(verificationTemplate(pool)).toEqual({ subject: 'new', message: 'old {####}' })
})

test('sub is not a required attribute', () => {
  const SchemaAttributes = [
    { Name: 'sub', Required: true },
    { Name: 'email', Required: true },
    { Name: 'name', Required: false },
  ]
  expect(requiredAttributes(poolWith({ SchemaAttributes }))).toEqual(['email'])
})
