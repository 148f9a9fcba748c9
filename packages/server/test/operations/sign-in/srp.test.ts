import type { InitiateAuthResponse } from '@poolhouse/contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { conformingPassword, preparePassword } from '#flows/accounts/prepare-password'
import { loadUserPool } from '#flows/user-pools/load-user-pool'
import { N } from '#foundation/crypto/mod-pow'
import { secretHash } from '#foundation/crypto/secret-hash'
import { replaceUser } from '#records/users/users'
import { addUser, password } from '../../add-user.ts'
import { claimTimestamp, srpClient } from '../../srp-client.ts'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
let telling: string
beforeAll(async () => {
  pool = await startPool({ pool: { AliasAttributes: ['email'] } })
  telling = (await pool.addClient({ PreventUserExistenceErrors: 'LEGACY' })).clientId
})

const begin = (USERNAME: string, SRP_A: string, ClientId = pool.clientId) =>
  pool.api.call('InitiateAuth', { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME, SRP_A } })

const respond = (ChallengeResponses: Record<string, string>, Session?: string, ClientId = pool.clientId) =>
  pool.api.call('RespondToAuthChallenge', {
    ClientId,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses,
    ...(Session === undefined ? {} : { Session }),
  })

/** Begins a sign-in and computes the answer to its challenge. */
async function claimFor(name: string, { typed = password, ClientId = pool.clientId } = {}) {
  const client = srpClient(pool.userPoolId)
  const begun = await begin(name, await client.publicA(), ClientId)
  return { begun, claim: await client.claim(begun, { password: typed, now: pool.clock.now() }) }
}

const wrong = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' }

test('SRP signs in with username, alias and sub', async () => {
  const user = await addUser(pool)
  for (const name of [user.username, user.attributes['email'] ?? '', user.sub]) {
    const { begun, claim } = await claimFor(name)
    expect(begun).toMatchObject({
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: { USER_ID_FOR_SRP: user.username, USERNAME: user.username, SALT: user.password?.srpSalt },
    })
    await expect(respond(claim, begun.Session)).resolves.toHaveProperty('AuthenticationResult.RefreshToken')
  }
})

test('a client may leave the session out, because the secret block identifies it', async () => {
  const user = await addUser(pool)
  const { claim } = await claimFor(user.username)
  await expect(respond(claim)).resolves.toHaveProperty('AuthenticationResult')
})

test('AdminInitiateAuth begins SRP too', async () => {
  const user = await addUser(pool)
  const client = srpClient(pool.userPoolId)
  const at = { UserPoolId: pool.userPoolId, ClientId: pool.clientId }
  const begun = await pool.admin.call('AdminInitiateAuth', {
    ...at,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: user.username, SRP_A: await client.publicA() },
  })
  const ChallengeResponses = await client.claim(begun, { password, now: pool.clock.now() })
  const answer = pool.admin.call('AdminRespondToAuthChallenge', {
    ...at,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses,
  })
  await expect(answer).resolves.toHaveProperty('AuthenticationResult')
})

test('a wrong password fails and ends the exchange', async () => {
  const user = await addUser(pool)
  const { begun, claim } = await claimFor(user.username, { typed: 'Wrong-horse-1' })
  await expect(respond(claim, begun.Session)).rejects.toMatchObject(wrong)
  await expect(respond(claim, begun.Session)).rejects.toMatchObject({
    message: 'Invalid session for the user, session can only be used once.',
  })
})

test('the server reveals the account’s state only after the correct password', async () => {
  const user = await addUser(pool, { status: 'UNCONFIRMED' })
  const right = await claimFor(user.username)
  await expect(respond(right.claim)).rejects.toMatchObject({ name: 'UserNotConfirmedException' })
  const bad = await claimFor(user.username, { typed: 'Wrong-horse-1' })
  await expect(respond(bad.claim)).rejects.toMatchObject(wrong)
})

describe('an unknown name [A90]', () => {
  const shapeOf = ({ ChallengeName, ChallengeParameters = {} }: InitiateAuthResponse) => ({
    ChallengeName,
    members: Object.keys(ChallengeParameters).sort(),
    lengths: ['SALT', 'SECRET_BLOCK'].map((name) => ChallengeParameters[name]?.length),
  })

  test('gets an answer like any other name, with the same salt and id every time', async () => {
    const user = await addUser(pool)
    const known = await claimFor(user.username)
    const first = await claimFor('nobody-here')
    const second = await claimFor('nobody-here')
    expect(shapeOf(first.begun)).toEqual(shapeOf(known.begun))
    const stable = ({ ChallengeParameters: { SALT, USER_ID_FOR_SRP } = {} }: InitiateAuthResponse) => [
      SALT,
      USER_ID_FOR_SRP,
    ]
    expect(stable(second.begun)).toEqual(stable(first.begun))
    expect(first.begun.ChallengeParameters?.['USER_ID_FOR_SRP']).toBe('nobody-here')
    expect(first.begun.ChallengeParameters?.['SRP_B']).not.toBe(second.begun.ChallengeParameters?.['SRP_B'])
    const other = await claimFor('nobody-else')
    expect(stable(other.begun)[0]).not.toBe(stable(first.begun)[0])
  })

  test('that looks like an e-mail address gets an invented sub, like the alias of a user', async () => {
    const { begun } = await claimFor('nobody@example.com')
    expect(begun.ChallengeParameters?.['USER_ID_FOR_SRP']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })

  test('fails at the verifier and is locked like a user', async () => {
    for (let count = 0; count < 5; count++) {
      await expect(respond((await claimFor('nobody-at-all')).claim)).rejects.toMatchObject(wrong)
    }
    await expect(respond((await claimFor('nobody-at-all')).claim)).rejects.toMatchObject({
      message: 'Password attempts exceeded',
    })
  })

  test('and a user without a password get the same answer', async () => {
    const user = await addUser(pool, { password: undefined })
    await expect(respond((await claimFor(user.username)).claim)).rejects.toMatchObject(wrong)
  })

  test('is revealed immediately if the client does not conceal who exists', async () => {
    const publicA = await srpClient(pool.userPoolId).publicA()
    await expect(begin('nobody-here', publicA, telling)).rejects.toMatchObject({ name: 'UserNotFoundException' })
  })
})

test('wrong SRP answers and wrong passwords count together [A94]', async () => {
  const user = await addUser(pool)
  for (let count = 0; count < 3; count++) {
    await expect(respond((await claimFor(user.username, { typed: 'no' })).claim)).rejects.toMatchObject(wrong)
  }
  const byPassword = (PASSWORD: string) =>
    pool.api.call('InitiateAuth', {
      ClientId: telling,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.sub, PASSWORD },
    })
  for (let count = 0; count < 2; count++) await expect(byPassword('Wrong-horse-1')).rejects.toMatchObject(wrong)
  const locked = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' }
  await expect(byPassword(password)).rejects.toMatchObject(locked)
  await expect(respond((await claimFor(user.username)).claim)).rejects.toMatchObject(locked)
})

test.each([
  ['0', '0'],
  ['N', N.toString(16)],
  ['2N', (N * 2n).toString(16)],
  ['negative', '-2'],
  ['not hexadecimal', 'xyz'],
  ['prefixed', '0x2'],
  ['half a megabyte', 'a'.repeat(500_000)],
])('an SRP_A that is %s is refused before the server computes anything [A101]', async (_, publicA) => {
  const user = await addUser(pool)
  await expect(begin(user.username, publicA)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(begin('nobody-here', publicA)).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

describe('a claim is bound to its exchange [A102]', () => {
  test('a claim with the secret block of another exchange is refused', async () => {
    const user = await addUser(pool)
    const first = await claimFor(user.username)
    const second = await claimFor(user.username)
    const mixed = { ...first.claim, PASSWORD_CLAIM_SECRET_BLOCK: second.claim.PASSWORD_CLAIM_SECRET_BLOCK }
    await expect(respond(mixed)).rejects.toMatchObject(wrong)
  })

  test('a claim with the session of another exchange is refused', async () => {
    const user = await addUser(pool)
    const first = await claimFor(user.username)
    const second = await claimFor(user.username)
    await expect(respond(first.claim, second.begun.Session)).rejects.toMatchObject({
      message: 'Invalid session for the user.',
    })
  })

  test('a claim with a changed timestamp, or one that differs by four minutes, is refused', async () => {
    const user = await addUser(pool)
    const now = pool.clock.now()
    const { claim } = await claimFor(user.username)
    await expect(respond({ ...claim, TIMESTAMP: claimTimestamp(now + 1_000) })).rejects.toMatchObject(wrong)
    for (const then of [now - 4 * 60_000, now + 4 * 60_000]) {
      const client = srpClient(pool.userPoolId)
      const begun = await begin(user.username, await client.publicA())
      await expect(respond(await client.claim(begun, { password, now: then }))).rejects.toMatchObject(wrong)
    }
  })

  test.each(['TIMESTAMP', 'PASSWORD_CLAIM_SIGNATURE', 'USERNAME'])('a claim without %s is refused', async (name) => {
    const user = await addUser(pool)
    const { begun, claim } = await claimFor(user.username)
    const { [name]: _, ...rest } = claim as Record<string, string>
    await expect(respond(rest, begun.Session)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `Missing required parameter ${name}`,
    })
  })

  test('of 20 correct answers at the same time, exactly one signs in', async () => {
    const user = await addUser(pool)
    const { claim } = await claimFor(user.username)
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => respond(claim)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('a claim is refused if the password has changed since the exchange began', async () => {
    const user = await addUser(pool)
    const { claim } = await claimFor(user.username)
    const userPool = await loadUserPool(pool.services, pool.userPoolId)
    const password = conformingPassword(userPool, 'Another-horse-1')
    const changed = await preparePassword(pool.services, { ...user, pool: userPool, password })
    await replaceUser(pool.services.db, { ...user, password: changed })
    await expect(respond(claim)).rejects.toMatchObject(wrong)
  })
})

test('the SECRET_HASH of the answer contains the username that the challenge returned', async () => {
  const { clientId, clientSecret = '' } = await pool.addClient({ GenerateSecret: true })
  const user = await addUser(pool)
  const email = user.attributes['email'] ?? ''
  const hash = (username: string) => secretHash({ username, clientId, clientSecret })
  const begun = async (SECRET_HASH?: string) => {
    const client = srpClient(pool.userPoolId)
    const AuthParameters = { USERNAME: email, SRP_A: await client.publicA(), ...(SECRET_HASH ? { SECRET_HASH } : {}) }
    const answer = await pool.api.call('InitiateAuth', {
      ClientId: clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters,
    })
    return await client.claim(answer, { password, now: pool.clock.now() })
  }
  await expect(begun()).rejects.toMatchObject({
    message: `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
  })
  const unable = { message: `Unable to verify secret hash for client ${clientId}` }
  await expect(begun(hash(user.username))).rejects.toMatchObject(unable)
  const claim = await begun(hash(email))
  await expect(respond({ ...claim, SECRET_HASH: hash('somebody') }, undefined, clientId)).rejects.toMatchObject(unable)
  const answer = respond({ ...claim, SECRET_HASH: hash(user.username) }, undefined, clientId)
  await expect(answer).resolves.toHaveProperty('AuthenticationResult')
})

test('a public client that sends a SECRET_HASH is refused', async () => {
  const user = await addUser(pool)
  const call = pool.api.call('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: user.username, PASSWORD: password, SECRET_HASH: 'x' },
  })
  await expect(call).rejects.toMatchObject({ message: `Unable to verify secret hash for client ${pool.clientId}` })
})
