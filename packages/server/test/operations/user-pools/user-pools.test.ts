import { beforeAll, expect, test } from 'vitest'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

test('a pool is described as it was made, with AWS’s defaults', async () => {
  const { UserPool } = await pool.admin.call('DescribeUserPool', { UserPoolId: pool.userPoolId })
  expect(UserPool).toMatchObject({
    Id: pool.userPoolId,
    Name: 'test',
    Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${pool.userPoolId}`,
    MfaConfiguration: 'OFF',
    UsernameConfiguration: { CaseSensitive: true },
    EstimatedNumberOfUsers: 0,
  })
  expect(UserPool?.Id).toMatch(/^us-east-1_[0-9A-Za-z]{9}$/)
})
