import { expect, test } from 'vitest'
import { withinAddressBudget } from '#flows/sign-in/address-budget'
import { incorrectUsernameOrPassword } from '#foundation/exceptions/sign-in'
import { startPool, type TestPool } from '../../start-pool.ts'

/** Tries a wrong password for one of many users. Returns the exception's name. */
async function guess(
  pool: TestPool,
  { number, from, forwardedFor }: { number: number; from: string; forwardedFor?: string },
): Promise<string> {
  const response = await pool.server.inject({
    method: 'POST',
    url: '/',
    remoteAddress: from,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      ...(forwardedFor && { 'x-forwarded-for': forwardedFor }),
    },
    payload: {
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: `user${number}`, PASSWORD: 'Spring2026!' },
    },
  })
  return response.json().__type
}

test('an address that guesses at many users is refused for 15 minutes, and other addresses are not [A93]', async () => {
  const pool = await startPool()
  for (let number = 0; number < 100; number++) {
    expect(await guess(pool, { number, from: '192.0.2.7' })).toBe('NotAuthorizedException')
  }
  expect(await guess(pool, { number: 100, from: '192.0.2.7' })).toBe('TooManyRequestsException')
  expect(await guess(pool, { number: 101, from: '192.0.2.8' })).toBe('NotAuthorizedException')
  pool.clock.advance(15 * 60_000)
  expect(await guess(pool, { number: 102, from: '192.0.2.7' })).toBe('NotAuthorizedException')
})

test('the server reads X-Forwarded-For only from declared proxies [A88]', async () => {
  const pool = await startPool({ settings: { trustedProxies: ['192.0.2.1'] } })
  for (let number = 0; number < 100; number++) {
    const forwardedFor = `198.51.100.${number}`
    expect(await guess(pool, { number, from: '192.0.2.1', forwardedFor })).toBe('NotAuthorizedException')
    expect(await guess(pool, { number, from: '192.0.2.2', forwardedFor })).toBe('NotAuthorizedException')
    // Prevent the lockout of single users.
    pool.clock.advance(1_000)
  }
  const next = { number: 200, forwardedFor: '198.51.100.200' }
  expect(await guess(pool, { ...next, from: '192.0.2.1' })).toBe('NotAuthorizedException')
  expect(await guess(pool, { ...next, from: '192.0.2.2' })).toBe('TooManyRequestsException')
})

test('calls of an administrator from the same address are not counted and not refused', async () => {
  const pool = await startPool()
  const door = (door: 'api' | 'admin') => ({ door, context: { sourceIp: '192.0.2.9' } })
  const wrong = () => Promise.reject(incorrectUsernameOrPassword())
  const refused = { name: 'NotAuthorizedException' }
  for (let count = 0; count < 101; count++) {
    await expect(withinAddressBudget(pool.services, door('admin'), wrong)).rejects.toMatchObject(refused)
  }
  for (let count = 0; count < 100; count++) {
    await expect(withinAddressBudget(pool.services, door('api'), wrong)).rejects.toMatchObject(refused)
  }
  const right = async () => 'in'
  await expect(withinAddressBudget(pool.services, door('api'), right)).rejects.toThrow('Rate exceeded')
  await expect(withinAddressBudget(pool.services, door('admin'), right)).resolves.toBe('in')
})
