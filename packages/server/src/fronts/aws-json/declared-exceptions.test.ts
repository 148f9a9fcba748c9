import { describe, expect, it } from 'vitest'
import { isDeclared } from './declared-exceptions.ts'

describe('the exceptions of an operation', () => {
  it('are those that AWS lists for it', () => {
    expect(isDeclared('SignUp', 'UsernameExistsException')).toBe(true)
    expect(isDeclared('GetUser', 'UsernameExistsException')).toBe(false)
  })

  it('are those of the framework around the API, too', () => {
    expect(isDeclared('ListTagsForResource', 'ThrottlingException')).toBe(true)
    expect(isDeclared('AddUserPoolClientSecret', 'InternalErrorException')).toBe(true)
  })

  it('are those that an operation has a reason for, there only', () => {
    expect(isDeclared('RevokeToken', 'NotAuthorizedException')).toBe(true)
    expect(isDeclared('RevokeToken', 'UserNotFoundException')).toBe(false)
  })
})
