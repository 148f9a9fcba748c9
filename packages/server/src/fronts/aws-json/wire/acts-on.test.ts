import { expect, test } from 'vitest'
import { actedOnOf, mustBeActedOn, pick } from './acts-on.ts'

const actsOn = {
  PoolName: true,
  LambdaConfig: { PostConfirmation: true },
  AutoVerifiedAttributes: ['email'],
  Schema: { Name: true },
} as const

test('an empty value that is not acted on is accepted, but does not reach the operation', () => {
  const asked = {
    PoolName: 'p',
    UserPoolTags: {},
    LambdaConfig: { PostConfirmation: 'arn', CustomSMSSender: {} },
    AutoVerifiedAttributes: ['email' as const],
    Schema: [{ Name: 'a', StringAttributeConstraints: {} }],
  }
  expect(() => mustBeActedOn('CreateUserPool', actsOn, asked)).not.toThrow()
  expect(actedOnOf('CreateUserPool', actsOn, asked)).toEqual({
    PoolName: 'p',
    LambdaConfig: { PostConfirmation: 'arn' },
    AutoVerifiedAttributes: ['email'],
    Schema: [{ Name: 'a' }],
  })
})

test('a part of a tree picks only its members', () => {
  expect(pick({ LambdaConfig: { PostConfirmation: true } }, { PoolName: 'p', LambdaConfig: {} })).toEqual({
    LambdaConfig: {},
  })
})

test('a tree describes the values of a map, and an empty list of values accepts only an empty list', () => {
  const tree = { AcrConfiguration: { AcrValue: true }, AliasAttributes: [] } as const
  const asked = { AcrConfiguration: { low: { AcrValue: '1' }, high: { AcrValue: '2' } }, AliasAttributes: [] }
  expect(() => mustBeActedOn('CreateUserPool', tree, asked)).not.toThrow()
  expect(actedOnOf('CreateUserPool', tree, asked)).toEqual(asked)
  expect(() => mustBeActedOn('CreateUserPool', tree, { AliasAttributes: ['email'] })).toThrow('AliasAttributes=email')
})
