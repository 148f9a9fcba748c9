import { describe, expect, it } from 'vitest'
import { isDeclared } from './declared-exceptions.ts'

describe('the exceptions of an operation', () => {
  it('are those that AWS lists for it', () => {
    expect(isDeclared('SignUp', 'UsernameExistsException')).toBe(true)
    expect(isDeclared('GetUser', 'UsernameExistsException')).toBe(false)
  })

  it('include those of the framework around the API', () => {
    expect(isDeclared('ListTagsForResource', 'ThrottlingException')).toBe(true)
    expect(isDeclared('AddUserPoolClientSecret', 'InternalErrorException')).toBe(true)
  })

  it('include those that only this operation has a reason for', () => {
    expect(isDeclared('RevokeToken', 'NotAuthorizedException')).toBe(true)
    expect(isDeclared('RevokeToken', 'UserNotFoundException')).toBe(false)
  })
})
