import type { CreateUserPoolRequest, UpdateUserPoolRequest } from '@poolhouse/contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { CreateUserPool } from '#fronts/aws-json/operations/user-pools/create-user-pool'
import { UpdateUserPool } from '#fronts/aws-json/operations/user-pools/update-user-pool'
import { requestsOf } from '../../accepted-requests.ts'
import { startPool, type TestPool } from '../../start-pool.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await startPool()
})

const describePool = async (UserPoolId = '') => (await pool.admin.call('DescribeUserPool', { UserPoolId })).UserPool

/** Values for members that need a certain format, by path. */
const samples = {
  PoolName: 'echo',
  'Schema.Name': 'badge',
  'Schema.Required.*': { Name: 'email' },
  'Schema.StringAttributeConstraints.MinLength': '1',
  'Schema.StringAttributeConstraints.MaxLength': '9',
  'Schema.NumberAttributeConstraints.*': { AttributeDataType: 'Number' },
  'Schema.NumberAttributeConstraints.MinValue': '1',
  'Schema.NumberAttributeConstraints.MaxValue': '9',
  'LambdaConfig.PostConfirmation': 'arn:aws:lambda:us-east-1:000000000000:function:f',
  EmailVerificationMessage: 'Code {####}',
  'VerificationMessageTemplate.EmailMessage': 'Code {####}',
  'AdminCreateUserConfig.InviteMessageTemplate.EmailMessage': '{username} {####}',
  'AccountRecoverySetting.RecoveryMechanisms.Priority': 1,
}

/** Some members of a request have another name in the answer of DescribeUserPool. */
function shown(asked: object): object {
  const { PoolName, Schema, UserPoolId: _, ...settings } = asked as CreateUserPoolRequest & UpdateUserPoolRequest
  const attributes = Schema?.map(({ Name, ...rest }) => ({ ...rest, Name: Name === 'email' ? Name : `custom:${Name}` }))
  return {
    ...(PoolName === undefined ? {} : { Name: PoolName }),
    ...settings,
    ...(attributes && {
      SchemaAttributes: expect.arrayContaining(attributes.map((one) => expect.objectContaining(one))),
    }),
  }
}

describe('DescribeUserPool returns every member that CreateUserPool accepts', () => {
  const always = { PoolName: 'echo' }
  test.each(requestsOf('CreateUserPool', { actsOn: CreateUserPool.actsOn, samples, always }))(
    '%s',
    async (_, request) => {
      const made = await pool.admin.call('CreateUserPool', request as never)
      expect(made.UserPool).toMatchObject(shown(request))
      expect(await describePool(made.UserPool?.Id)).toMatchObject(shown(request))
    },
  )
})

describe('DescribeUserPool returns every member that UpdateUserPool accepts', () => {
  const requests = requestsOf('UpdateUserPool', { actsOn: UpdateUserPool.actsOn, samples, always: { UserPoolId: 'x' } })
  test.each(requests.filter(([path]) => path !== 'UserPoolId'))('%s', async (_, request) => {
    await pool.admin.call('UpdateUserPool', { ...request, UserPoolId: pool.userPoolId } as never)
    expect(await describePool(pool.userPoolId)).toMatchObject(shown(request))
  })
})
