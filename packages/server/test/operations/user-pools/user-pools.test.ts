import { beforeAll, describe, expect, test } from 'vitest'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

const describePool = async (UserPoolId = pool.userPoolId) =>
  (await pool.admin.call('DescribeUserPool', { UserPoolId })).UserPool

describe('CreateUserPool and DescribeUserPool', () => {
  test('a new pool is described with AWS’s defaults', async () => {
    const described = await describePool()
    expect(described).toMatchObject({
      Id: pool.userPoolId,
      Name: 'test',
      Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${pool.userPoolId}`,
      MfaConfiguration: 'OFF',
      UsernameConfiguration: { CaseSensitive: true },
      EstimatedNumberOfUsers: 0,
      Policies: {
        PasswordPolicy: {
          MinimumLength: 8,
          RequireSymbols: true,
          RequireNumbers: true,
          TemporaryPasswordValidityDays: 7,
        },
      },
    })
    expect(described?.Id).toMatch(/^us-east-1_[0-9A-Za-z]{9}$/)
    expect(described?.SchemaAttributes?.map(({ Name }) => Name)).toContain('email_verified')
  })

  test('a schema can require standard attributes and add custom ones', async () => {
    const { UserPool } = await pool.admin.call('CreateUserPool', {
      PoolName: 'schema',
      UsernameAttributes: ['email'],
      Schema: [
        { Name: 'email', Required: true },
        { Name: 'badge', AttributeDataType: 'Number', Mutable: true },
      ],
    })
    const schema = new Map(UserPool?.SchemaAttributes?.map((attribute) => [attribute.Name, attribute]))
    expect(schema.get('email')).toMatchObject({ Required: true, Mutable: true, AttributeDataType: 'String' })
    expect(schema.get('custom:badge')).toMatchObject({ Required: false, AttributeDataType: 'Number' })
  })

  test.each([
    [
      'a pool with both username attributes and alias attributes',
      { UsernameAttributes: ['email'], AliasAttributes: ['email'] },
    ],
    ['a required custom attribute', { Schema: [{ Name: 'x', AttributeDataType: 'String', Required: true }] }],
    ['a standard attribute of another type', { Schema: [{ Name: 'email', AttributeDataType: 'Number' }] }],
    ['a schema with an attribute twice', { Schema: [{ Name: 'a' }, { Name: 'a' }] }],
    ['a mutable sub', { Schema: [{ Name: 'sub', Mutable: true }] }],
  ] as const)('%s is refused', async (_case, settings) => {
    await expect(
      pool.admin.call('CreateUserPool', { PoolName: 'refused', ...structuredClone(settings) } as never),
    ).rejects.toMatchObject({ name: 'InvalidParameterException', statusCode: 400 })
  })

  test.each([
    ['MfaConfiguration', { MfaConfiguration: 'ON' }],
    ['MfaConfiguration', { MfaConfiguration: 'OPTIONAL' }],
    ['PreSignUp', { LambdaConfig: { PreSignUp: 'arn:aws:lambda:us-east-1:000000000000:function:f' } }],
    ['AutoVerifiedAttributes', { AutoVerifiedAttributes: ['phone_number'] }],
    ['DeviceConfiguration', { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true } }],
    ['UserPoolAddOns', { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } }],
    ['PasswordHistorySize', { Policies: { PasswordPolicy: { PasswordHistorySize: 3 } } }],
    [
      'UserAttributeUpdateSettings',
      { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } },
    ],
  ] as const)(
    '%s is refused by name while Poolhouse does not support it, and no pool is created',
    async (member, settings) => {
      const before = await pool.admin.call('ListUserPools', { MaxResults: 60 })
      await expect(
        pool.admin.call('CreateUserPool', { PoolName: 'refused', ...structuredClone(settings) } as never),
      ).rejects.toThrow(new RegExp(`${member}.*docs/compatibility\\.md`))
      expect(await pool.admin.call('ListUserPools', { MaxResults: 60 })).toEqual(before)
    },
  )

  test('an unsigned call is refused [A80]', async () => {
    await expect(pool.api.call('CreateUserPool', { PoolName: 'unsigned' })).rejects.toMatchObject({
      name: 'MissingAuthenticationTokenException',
    })
  })
})

test('UpdateUserPool resets omitted members to their defaults and keeps members that can not change', async () => {
  const { UserPool } = await pool.admin.call('CreateUserPool', {
    PoolName: 'before',
    AutoVerifiedAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    Schema: [{ Name: 'badge', AttributeDataType: 'String' }],
    Policies: { PasswordPolicy: { MinimumLength: 12 } },
  })
  const UserPoolId = UserPool?.Id ?? ''
  await pool.admin.call('UpdateUserPool', { UserPoolId, PoolName: 'after', UserPoolTags: { team: 'a' } })
  const described = await describePool(UserPoolId)
  expect(described).toMatchObject({
    Name: 'after',
    UserPoolTags: { team: 'a' },
    UsernameConfiguration: { CaseSensitive: false },
    Policies: { PasswordPolicy: { MinimumLength: 8 } },
  })
  expect(described?.AutoVerifiedAttributes).toBeUndefined()
  expect(described?.SchemaAttributes).toEqual(UserPool?.SchemaAttributes)
})

describe('DeleteUserPool', () => {
  test('refuses a protected pool and a pool with a domain', async () => {
    const { UserPool } = await pool.admin.call('CreateUserPool', { PoolName: 'kept', DeletionProtection: 'ACTIVE' })
    const UserPoolId = UserPool?.Id ?? ''
    await expect(pool.admin.call('DeleteUserPool', { UserPoolId })).rejects.toThrow(/deletion protection/)
    await pool.admin.call('UpdateUserPool', { UserPoolId })
    await pool.admin.call('CreateUserPoolDomain', { UserPoolId, Domain: 'kept' })
    await expect(pool.admin.call('DeleteUserPool', { UserPoolId })).rejects.toThrow(/domain/)
    await pool.admin.call('DeleteUserPoolDomain', { UserPoolId, Domain: 'kept' })
    await pool.admin.call('DeleteUserPool', { UserPoolId })
    await expect(describePool(UserPoolId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  test('deletes the pool’s clients too', async () => {
    const { UserPool } = await pool.admin.call('CreateUserPool', { PoolName: 'gone' })
    const UserPoolId = UserPool?.Id ?? ''
    const { UserPoolClient } = await pool.admin.call('CreateUserPoolClient', { UserPoolId, ClientName: 'gone' })
    await pool.admin.call('DeleteUserPool', { UserPoolId })
    await expect(
      pool.admin.call('DescribeUserPoolClient', { UserPoolId, ClientId: UserPoolClient?.ClientId ?? '' }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })
})

describe('ListUserPools', () => {
  test('returns every pool exactly once over all pages', async () => {
    const seen: (string | undefined)[] = []
    let NextToken: string | undefined
    do {
      const page = await pool.admin.call('ListUserPools', { MaxResults: 2, ...(NextToken && { NextToken }) })
      expect(page.UserPools?.length).toBeLessThanOrEqual(2)
      seen.push(...(page.UserPools ?? []).map(({ Id }) => Id))
      NextToken = page.NextToken
    } while (NextToken)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toContain(pool.userPoolId)
  })

  test('refuses a pagination token that was changed or comes from another operation [A77]', async () => {
    const { NextToken } = await pool.admin.call('ListUserPools', { MaxResults: 1 })
    const edited = `${NextToken?.slice(0, -2)}AA`
    await expect(pool.admin.call('ListUserPools', { MaxResults: 1, NextToken: edited })).rejects.toThrow(
      /pagination token/,
    )
    await expect(
      pool.admin.call('ListUserPoolClients', { UserPoolId: pool.userPoolId, NextToken: NextToken ?? '' }),
    ).rejects.toThrow(/pagination token/)
  })
})
