import { beforeAll, expect, test } from 'vitest'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
let otherPool = ''
beforeAll(async () => {
  pool = await startPool()
  const { UserPool } = await pool.admin.call('CreateUserPool', { PoolName: 'other' })
  otherPool = UserPool?.Id ?? ''
})

const describeDomain = async (Domain: string) =>
  (await pool.admin.call('DescribeUserPoolDomain', { Domain })).DomainDescription

test('a domain can be created, described, updated and deleted', async () => {
  const named = { UserPoolId: pool.userPoolId, Domain: 'acme' }
  await pool.admin.call('CreateUserPoolDomain', named)
  expect(await describeDomain('acme')).toMatchObject({
    UserPoolId: pool.userPoolId,
    Domain: 'acme',
    Status: 'ACTIVE',
    ManagedLoginVersion: 2,
    CloudFrontDistribution: 'acme.auth.sign-in.example.com',
  })
  const { UserPool } = await pool.admin.call('DescribeUserPool', { UserPoolId: pool.userPoolId })
  expect(UserPool?.Domain).toBe('acme')
  expect(await pool.admin.call('UpdateUserPoolDomain', { ...named, ManagedLoginVersion: 2 })).toMatchObject({
    ManagedLoginVersion: 2,
  })
  await pool.admin.call('DeleteUserPoolDomain', named)
  expect(await describeDomain('acme')).toEqual({})
})

test('a domain belongs to one pool, and a pool has one domain', async () => {
  await pool.admin.call('CreateUserPoolDomain', { UserPoolId: pool.userPoolId, Domain: 'taken' })
  await expect(pool.admin.call('CreateUserPoolDomain', { UserPoolId: otherPool, Domain: 'taken' })).rejects.toThrow(
    /already associated/,
  )
  await expect(
    pool.admin.call('CreateUserPoolDomain', { UserPoolId: pool.userPoolId, Domain: 'second' }),
  ).rejects.toThrow(/already has a domain/)
  await expect(
    pool.admin.call('DeleteUserPoolDomain', { UserPoolId: otherPool, Domain: 'taken' }),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
  expect(await describeDomain('taken')).toMatchObject({ UserPoolId: pool.userPoolId })
})

test.each(['my-aws', 'cognito1', 'sign-in.example.com'])('the domain %s is refused', async (Domain) => {
  await expect(pool.admin.call('CreateUserPoolDomain', { UserPoolId: otherPool, Domain })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})
