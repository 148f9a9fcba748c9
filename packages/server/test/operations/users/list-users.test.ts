import { beforeAll, describe, expect, test } from 'vitest'
import { signedApi } from '#app/first-run/signed-api'
import { createAccessKey } from '#records/access-keys/access-keys'
import { addUser } from '../../add-user.ts'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
const names = ['Ada', 'ada-2', 'bob', 'carol', 'a%b', 'a"b\\c', 'ünal']
beforeAll(async () => {
  pool = await startPool({ pool: { UsernameConfiguration: { CaseSensitive: false } } })
  for (const [n, username] of names.entries()) {
    pool.clock.advance(n % 2)
    await addUser(pool, {
      username,
      enabled: username !== 'bob',
      status: username === 'carol' ? 'UNCONFIRMED' : 'CONFIRMED',
      attributes: { email: `${n}@Example.com`, given_name: username.toUpperCase(), name: `N${n}` },
    })
  }
})

const list = (more: object = {}) => pool.admin.call('ListUsers', { UserPoolId: pool.userPoolId, ...more })
const found = async (Filter: string) => (await list({ Filter })).Users?.map(({ Username }) => Username)

test('ListUsers returns all users by creation date, with the attributes that the request asks for', async () => {
  const { Users = [], PaginationToken } = await list()
  expect(new Set(Users.map(({ Username }) => Username))).toEqual(new Set(names))
  const dates = Users.map(({ UserCreateDate }) => UserCreateDate)
  expect(dates).toEqual([...dates].sort())
  expect(PaginationToken).toBeUndefined()
  expect(Users[0]?.Attributes?.map(({ Name }) => Name)).toEqual(['sub', 'email', 'given_name', 'name'])
  const some = await list({ AttributesToGet: ['email'], Limit: 1 })
  expect(some.Users?.[0]?.Attributes?.map(({ Name }) => Name)).toEqual(['email'])
})

describe('filters', () => {
  test.each([
    ['username = "ada"', ['Ada']],
    ['username ^= "ADA"', ['Ada', 'ada-2']],
    ['"username" = "bob"', ['bob']],
    ['  email="2@example.com"  ', ['bob']],
    ['email ^= "2@"', ['bob']],
    ['given_name = "carol"', ['carol']],
    ['name = "N3"', ['carol']],
    ['username ^= "a%"', ['a%b']],
    ['username = "a\\"b\\\\c"', ['a"b\\c']],
    ['username ^= "ü"', ['ünal']],
    ['cognito:user_status = "UNCONFIRMED"', ['carol']],
    ['cognito:user_status = "unconfirmed"', []],
    ['status = "Disabled"', ['bob']],
    ['status = "elsewhere"', []],
    ['phone_number = "+1"', []],
    ['username = "\' or 1=1 --"', []],
  ])('%s', async (filter, expected) => {
    expect(new Set(await found(filter))).toEqual(new Set(expected))
  })

  test('a filter for an empty prefix finds every user that has the attribute', async () => {
    expect(await found('username ^= ""')).toHaveLength(names.length)
    expect(await found('status ^= "e"')).toHaveLength(names.length - 1)
    expect(await found('')).toHaveLength(names.length)
  })

  test.each(['username', 'username = bob', 'username == "bob"', 'username = "bob" and name = "x"', 'username = "a\\"'])(
    'the filter %s is refused as malformed [A76]',
    async (Filter) => {
      await expect(list({ Filter })).rejects.toMatchObject({ name: 'InvalidParameterException' })
    },
  )

  test.each(['custom:team = "red"', 'gender = "x"', 'password_hash = "x"'])(
    'the filter %s is refused because ListUsers can not search the attribute',
    async (Filter) => {
      await expect(list({ Filter })).rejects.toMatchObject({ name: 'InvalidParameterException' })
    },
  )
})

describe('pages', () => {
  test('have the requested size and contain each user once [A78]', async () => {
    const seen: (string | undefined)[] = []
    let PaginationToken: string | undefined
    do {
      const page = await list({ Limit: 2, ...(PaginationToken && { PaginationToken }) })
      expect(page.Users?.length).toBeLessThanOrEqual(2)
      seen.push(...(page.Users ?? []).map(({ Username }) => Username))
      PaginationToken = page.PaginationToken
    } while (PaginationToken)
    expect(seen).toHaveLength(names.length)
    expect(new Set(seen)).toEqual(new Set(names))
    expect((await list({ Limit: 0 })).Users).toHaveLength(names.length)
    for (const Limit of [-1, 61, 1e9, 1.5, '60']) {
      await expect(list({ Limit })).rejects.toMatchObject({
        name: expect.stringMatching(/^(InvalidParameter|Serialization)Exception$/),
      })
    }
  })

  test('a pagination token works for a day, only for the same request and the same access key [A77]', async () => {
    const { PaginationToken = '' } = await list({ Limit: 2, Filter: 'username ^= ""' })
    const go = (more: object, api = pool.admin) =>
      api.call('ListUsers', { UserPoolId: pool.userPoolId, PaginationToken, Filter: 'username ^= ""', ...more })
    await expect(go({})).resolves.toMatchObject({ Users: expect.any(Array) })
    const refused = { name: 'InvalidParameterException' }
    await expect(go({ Filter: 'username ^= "a"' })).rejects.toMatchObject(refused)
    await expect(go({ Filter: '' })).rejects.toMatchObject(refused)
    const flipped = PaginationToken.slice(0, -2) + (PaginationToken.endsWith('AA') ? 'BB' : 'AA')
    await expect(go({ PaginationToken: flipped })).rejects.toMatchObject(refused)

    const { UserPool } = await pool.admin.call('CreateUserPool', { PoolName: 'other' })
    await expect(go({ UserPoolId: UserPool?.Id })).rejects.toMatchObject(refused)
    const key = await createAccessKey(pool.services, { name: 'other' })
    const other = signedApi(pool.server, { clock: pool.clock, region: 'us-east-1', key })
    await expect(go({}, other)).rejects.toMatchObject(refused)
    pool.clock.advance(24 * 60 * 60_000 + 1)
    await expect(go({})).rejects.toMatchObject(refused)
  })
})
