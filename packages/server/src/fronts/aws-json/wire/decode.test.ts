import type { OperationName } from '@poolhouse/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CognitoException } from '#foundation/exceptions/exception'
import { decodeInput } from './decode.ts'

const decode = (name: OperationName, body: unknown) =>
  decodeInput(name, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)))

function refusal(name: OperationName, body: unknown): { name: string; message: string } {
  try {
    decode(name, body)
  } catch (error) {
    if (error instanceof CognitoException) return { name: error.name, message: error.message }
    throw error
  }
  throw new Error('The input was not refused.')
}

const violation = (name: OperationName, body: unknown): string => {
  const { name: exception, message } = refusal(name, body)
  expect(exception).toBe('InvalidParameterException')
  return message
}

const person = { ClientId: 'abc123', Username: 'ann', Password: 'Passw0rd!' }

describe('the text of a violation', () => {
  it.each([
    [
      'ListUserPools',
      { MaxResults: 61 },
      "1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60",
    ],
    [
      'CreateUserPool',
      {},
      "1 validation error detected: Value null at 'poolName' failed to satisfy constraint: Member must not be null",
    ],
    [
      'CreateUserPool',
      { PoolName: 'a/b' },
      "1 validation error detected: Value 'a/b' at 'poolName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\w\\s+=,.@-]+$",
    ],
    [
      'CreateUserPool',
      { PoolName: '' },
      "2 validation errors detected: Value '' at 'poolName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'poolName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\w\\s+=,.@-]+$",
    ],
    [
      'CreateUserPool',
      { PoolName: 'p', MfaConfiguration: 'SOMETIMES' },
      "1 validation error detected: Value 'SOMETIMES' at 'mfaConfiguration' failed to satisfy constraint: Member must satisfy enum value set: [OFF, ON, OPTIONAL]",
    ],
    [
      'SignUp',
      { ...person, UserAttributes: [{ Name: 'email' }, { Name: 'n'.repeat(33) }] },
      `1 validation error detected: Value '${'n'.repeat(33)}' at 'userAttributes.2.member.name' failed to satisfy constraint: Member must have length less than or equal to 32`,
    ],
    [
      'CreateUserPool',
      { PoolName: 'p', Schema: [] },
      "1 validation error detected: Value at 'schema' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ] as const)('%s %#', (name, body, message) => {
    expect(violation(name, body)).toBe(message)
  })

  it('never contains a sensitive value', () => {
    expect(violation('SignUp', { ...person, Password: 'hunter 2' })).toBe(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\S]+$",
    )
    const parameters = { PASSWORD: `hunter2${'x'.repeat(131_072)}` }
    const message = violation('InitiateAuth', {
      ClientId: 'a',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: parameters,
    })
    expect(message).toContain("Value at 'authParameters.PASSWORD.member'")
    expect(message).not.toContain('hunter2')
  })

  it('checks the length first, and does not run the pattern on a text that is too long', () => {
    expect(violation('CreateUserPool', { PoolName: '/'.repeat(129) })).toMatch(/^1 .* less than or equal to 128$/)
  })

  it('stays short for any input', () => {
    const UserAttributes = Array.from({ length: 5000 }, () => ({ Name: 'x'.repeat(100) }))
    expect(violation('SignUp', { ...person, UserAttributes }).length).toBeLessThan(40_000)
  })
})

describe('a wrong type is a SerializationException without the value [A66]', () => {
  it.each([
    ['SignUp', { ...person, Username: 5 }],
    ['SignUp', { ...person, Password: { a: 'hunter2' } }],
    ['SignUp', { ...person, ClientId: ['abc'] }],
    ['SignUp', { ...person, UserAttributes: { 0: 'hunter2' } }],
    ['SignUp', { ...person, UserAttributes: ['hunter2'] }],
    ['SignUp', { ...person, ClientMetadata: { a: 1 } }],
    ['AdminSetUserPassword', { UserPoolId: 'a_b', Username: 'a', Password: 'hunter2', Permanent: 'true' }],
    ['ListUserPools', { MaxResults: '60' }],
    ['SetUICustomization', { UserPoolId: 'a_b', ImageFile: 'not base64!' }],
    ['SignUp', '[]'],
    ['SignUp', 'null'],
    ['SignUp', '"hunter2"'],
    ['SignUp', '{"Password":"hunter2"'],
  ] as const)('%s %j', (name, body) => {
    const { name: exception, message } = refusal(name, body)
    expect(exception).toBe('SerializationException')
    expect(message).not.toContain('hunter2')
  })

  it('bytes that are not UTF-8 are a SerializationException too', () => {
    expect(() => decodeInput('SignUp', Buffer.from([0x7b, 0xff, 0x7d]))).toThrow('The body is not UTF-8.')
  })
})

describe('a limit [A78]', () => {
  it.each([-1, 0, 1e9, 1.5, 1e300])('of %s is refused', (MaxResults) => {
    expect(violation('ListUserPools', { MaxResults })).toContain("at 'maxResults'")
  })

  it('of 60 is accepted', () => {
    expect(decode('ListUserPools', { MaxResults: 60 })).toEqual({ MaxResults: 60 })
  })
})

describe('an oversized body is refused quickly [A65]', () => {
  it.each([
    ['deep nesting', '['.repeat(500_000) + ']'.repeat(500_000), 'nested deeper than 64 levels'],
    [
      'a deep member',
      `{"ClientMetadata":${'{"a":'.repeat(150_000)}1${'}'.repeat(150_001)}`,
      'nested deeper than 64 levels',
    ],
    ['many keys', `{${Array.from({ length: 90_000 }, (_, i) => `"${i}":1`).join(',')}}`, 'more than 20000 values'],
    ['a long string', `{"ClientId":"a","Username":"${'x '.repeat(500_000)}"}`, '1 validation error detected'],
  ])('%s', (_, text, message) => {
    const before = process.cpuUsage()
    expect(() => decodeInput('SignUp', Buffer.from(text))).toThrow(message)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(200)
  })

  it('brackets inside a string do not count as nesting', () => {
    const Value = '[{,"'.repeat(400)
    const UserAttributes = [{ Name: 'note', Value }]
    expect(decode('SignUp', { ...person, UserAttributes })).toMatchObject({ UserAttributes })
  })
})

describe('names', () => {
  it('of a key that occurs twice, the last one counts [A68]', () => {
    expect(decode('SignUp', '{"ClientId":"a","Username":"ann","Username":"bob"}')).toEqual({
      ClientId: 'a',
      Username: 'bob',
    })
  })

  it('__proto__ is a key like any other and reaches no prototype [A52]', () => {
    const input = decode(
      'SignUp',
      '{"ClientId":"a","Username":"ann","__proto__":{"Password":"x"},"ClientMetadata":{"__proto__":"y"}}',
    )
    expect(input).not.toHaveProperty('Password')
    const metadata = (input as { ClientMetadata: Record<string, string> }).ClientMetadata
    expect(Object.keys(metadata)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(metadata)).toBeNull()
    expect(metadata['constructor']).toBeUndefined()
    expect({}).not.toHaveProperty('Password')
  })

  it('a member that is null counts as absent, and as missing if it is required', () => {
    expect(decode('SignUp', { ...person, SecretHash: null })).toEqual(person)
    expect(violation('SignUp', { ...person, Username: null })).toContain("'username'")
    expect(decode('SignUp', { ...person, ClientMetadata: { a: null, b: 'c' } })).toMatchObject({
      ClientMetadata: { b: 'c' },
    })
  })
})

describe('text that is refused in user names [A70]', () => {
  it.each(['a\0b', 'a\ud800', '\udc00', 'a\u202eb', 'a\u200bb', 'a\nb', 'a b', ''])('%j', (Username) => {
    expect(violation('SignUp', { ...person, Username })).toContain("Value at 'username'")
  })

  it('NUL and half a surrogate pair are refused everywhere, because databases store them differently', () => {
    for (const Value of ['a\0', '\ud800', 'x\udfff']) {
      expect(violation('SignUp', { ...person, UserAttributes: [{ Name: 'note', Value }] })).toContain(
        'unpaired surrogate',
      )
    }
    for (const Value of ['😀', 'é\u0301', '\u202e']) {
      expect(decode('SignUp', { ...person, UserAttributes: [{ Name: 'note', Value }] })).toBeTruthy()
    }
    for (const document of ['{"a":"\\u0000"}', '{"\\ud800":1}', '["x\\udc00"]']) {
      const text = `{"AccessToken":"a","Credential":${document}}`
      expect(violation('CompleteWebAuthnRegistration', text)).toContain("'credential'")
    }
    const harmless = String.raw`{"AccessToken":"a","Credential":{"a":"\\u0000 \\ud800 😀"}}`
    expect(decode('CompleteWebAuthnRegistration', harmless)).toBeTruthy()
  })

  it('lengths count characters, not halves of surrogate pairs', () => {
    expect(decode('SignUp', { ...person, Username: '😀'.repeat(128) })).toBeTruthy()
    expect(violation('SignUp', { ...person, Username: '😀'.repeat(129) })).toContain('less than or equal to 128')
  })
})

describe('values', () => {
  it('blobs are decoded as bytes and checked for their length', () => {
    const input = decode('SetUICustomization', { UserPoolId: 'a_b', ImageFile: 'AAEC' })
    expect(input).toEqual({ UserPoolId: 'a_b', ImageFile: new Uint8Array([0, 1, 2]) })
  })

  it('an empty body is a request without members', () => {
    expect(violation('ListUserPools', '')).toContain("Value null at 'maxResults'")
  })

  it('any JSON is accepted or refused, and never a crash', () => {
    const member = fc.constantFrom(
      'ClientId',
      'Username',
      'UserAttributes',
      'ClientMetadata',
      'UserContextData',
      '__proto__',
    )
    fc.assert(
      fc.property(fc.dictionary(member, fc.jsonValue()), (body) => {
        try {
          decode('SignUp', body)
        } catch (error) {
          expect(error).toBeInstanceOf(CognitoException)
        }
      }),
    )
  })
})
