import { expect, test } from 'vitest'
import { seededRandom } from '#foundation/crypto/random'
import { passwordViolation } from '#records/users/password-policy'
import { temporaryPassword } from './temporary-password.ts'

test.each([undefined, 6, 40, 99])('a temporary password conforms to MinimumLength %s', (MinimumLength) => {
  const PasswordPolicy = {
    ...(MinimumLength === undefined ? {} : { MinimumLength }),
    RequireUppercase: true,
    RequireLowercase: true,
    RequireNumbers: true,
    RequireSymbols: true,
  }
  const pool = {
    id: 'us-east-1_Abc123xyz',
    name: 'pool',
    settings: { Policies: { PasswordPolicy } },
    createdAt: 0,
    updatedAt: 0,
  }
  const random = seededRandom('temporary')
  const made = Array.from({ length: 50 }, () => temporaryPassword(random, pool))
  expect(made.map((password) => passwordViolation(pool, password)).filter(Boolean)).toEqual([])
  expect(new Set(made).size).toBe(50)
})
