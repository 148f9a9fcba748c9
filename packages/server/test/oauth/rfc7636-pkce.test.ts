import { beforeAll, describe, expect, test } from 'vitest'
import { s256Challenge } from '#foundation/crypto/pkce'
import type { User } from '#records/users/user'
import { addUser } from '../add-user.ts'
import { callbackUrl, startPool, type TestPool } from '../start-pool.ts'
import { authorize, codeFor, redeem, signedIn, usualQuery } from './application.ts'

let pool: TestPool
let user: User
beforeAll(async () => {
  pool = await startPool()
  user = await addUser(pool)
})

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const withChallenge = { code_challenge: s256Challenge(verifier), code_challenge_method: 'S256' }

test('the verifier of its challenge redeems a code [B38]', async () => {
  const { status, json } = await redeem(pool, await codeFor(pool, user, withChallenge), { code_verifier: verifier })
  expect(status).toBe(200)
  expect(json.token_type).toBe('Bearer')
})

test('a code with a challenge gives nothing without a verifier [A14, F04]', async () => {
  const { status, json } = await redeem(pool, await codeFor(pool, user, withChallenge))
  expect([status, json]).toEqual([400, { error: 'invalid_grant' }])
})

test('a code without a challenge gives nothing with a verifier [A14]', async () => {
  const { status, json } = await redeem(pool, await codeFor(pool, user), { code_verifier: verifier })
  expect([status, json]).toEqual([400, { error: 'invalid_grant' }])
})

test('the verifier of another challenge gives nothing and uses up the code [A13, F05]', async () => {
  const code = await codeFor(pool, user, withChallenge)
  const injected = await redeem(pool, code, { code_verifier: 'attacker'.repeat(6) })
  expect([injected.status, injected.json]).toEqual([400, { error: 'invalid_grant' }])
  expect((await redeem(pool, code, { code_verifier: verifier })).json).toEqual({ error: 'invalid_grant' })
})

describe('a malformed verifier gives nothing although its digest matches [A17]', () => {
  test.each([
    ['42 characters', 'a'.repeat(42)],
    ['129 characters', 'a'.repeat(129)],
    ['a character outside the set', `${'a'.repeat(42)}!`],
    ['a letter that is not ASCII', `${'a'.repeat(42)}é`],
  ])('%s', async (_, wrong) => {
    const challenge = { ...withChallenge, code_challenge: s256Challenge(wrong) }
    const { status, json } = await redeem(pool, await codeFor(pool, user, challenge), { code_verifier: wrong })
    expect([status, json]).toEqual([400, { error: 'invalid_grant' }])
  })

  test('the challenge itself, padded or not', async () => {
    for (const padding of ['', '=']) {
      const code = await codeFor(pool, user, withChallenge)
      const { status } = await redeem(pool, code, { code_verifier: `${withChallenge.code_challenge}${padding}` })
      expect(status).toBe(400)
    }
  })

  test('but verifiers of 43 and 128 characters are accepted', async () => {
    for (const length of [43, 128]) {
      const long = 'a'.repeat(length)
      const code = await codeFor(pool, user, { ...withChallenge, code_challenge: s256Challenge(long) })
      expect((await redeem(pool, code, { code_verifier: long })).status).toBe(200)
    }
  })
})

test.each([
  ['the method plain', { code_challenge: verifier, code_challenge_method: 'plain' }],
  ['an unknown method', { ...withChallenge, code_challenge_method: 'S512' }],
  ['the method in another case', { ...withChallenge, code_challenge_method: 's256' }],
  ['a challenge without a method', { code_challenge: withChallenge.code_challenge }],
  ['a method without a challenge', { code_challenge_method: 'S256' }],
  ['a padded challenge', { ...withChallenge, code_challenge: `${withChallenge.code_challenge}=` }],
  ['a challenge that is too short', { ...withChallenge, code_challenge: 'a'.repeat(42) }],
])('%s is refused in the authorization request [A16, F06]', async (_, parameters) => {
  const cookies = await signedIn(pool, user)
  const seen = await authorize(pool, { ...usualQuery(pool), ...parameters, state: 's' }, { cookies })
  expect([seen.to, seen.query.get('error'), seen.query.get('state')]).toEqual([callbackUrl, 'invalid_request', 's'])
})
