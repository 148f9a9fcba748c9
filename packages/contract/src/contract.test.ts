import { describe, expect, it } from 'vitest'
import { describeOperation, faultOf, isOperationName, operationNames } from './contract.ts'

const callersOf = (caller: string) => operationNames.filter((name) => describeOperation(name).caller === caller)

describe('operations', () => {
  it('are found only by their exact names', () => {
    expect(isOperationName('SignUp')).toBe(true)
    for (const name of ['signUp', 'toString', '__proto__', 'constructor', '']) expect(isOperationName(name)).toBe(false)
  })

  it('have the callers that AWS documents', () => {
    expect(callersOf('iam')).toHaveLength(105)
    expect(callersOf('public')).toEqual([
      'ConfirmForgotPassword',
      'ConfirmSignUp',
      'ForgotPassword',
      'GetClientToken',
      'GetTokensFromRefreshToken',
      'InitiateAuth',
      'ResendConfirmationCode',
      'RespondToAuthChallenge',
      'RevokeToken',
      'SignUp',
      'UpdateAuthEventFeedback',
    ])
    expect(describeOperation('GetUser').caller).toBe('accessToken')
    expect(callersOf('accessTokenOrSession')).toEqual(['AssociateSoftwareToken', 'VerifySoftwareToken'])
    expect(describeOperation('AdminDeleteUser').caller).toBe('iam')
  })

  it('describe their members with constraints', () => {
    const { members } = describeOperation('SignUp').input
    expect([...members.keys()].slice(0, 4)).toEqual(['ClientId', 'Username', 'SecretHash', 'Password'])
    expect(members.get('Username')).toMatchObject({ required: true, shape: { min: 1, max: 128, sensitive: true } })
    expect(members.get('Password')).toMatchObject({ required: false, shape: { max: 256, sensitive: true } })
    expect(describeOperation('InitiateAuth').input.members.get('AuthParameters')?.shape.sensitive).toBe(true)
    expect(describeOperation('DeleteUserPool').output.members.size).toBe(0)
  })
})

describe('exceptions', () => {
  it('know whose fault they are', () => {
    expect(faultOf('NotAuthorizedException')).toBe('client')
    expect(faultOf('SerializationException')).toBe('client')
    expect(faultOf('InternalErrorException')).toBe('server')
    expect(faultOf('toString')).toBeUndefined()
  })
})
