import { describe, expect, it } from 'vitest'
import { encodeOutput } from './encode.ts'

describe('encodeOutput', () => {
  it('writes times in seconds and bytes in base64, and omits absent members', () => {
    const UserPool = { Id: 'a_b', CreationDate: 1_689_952_800_123, Domain: undefined, UserPoolTags: { a: 'b' } }
    expect(JSON.parse(encodeOutput('DescribeUserPool', { UserPool }))).toEqual({
      UserPool: { Id: 'a_b', CreationDate: 1689952800.123, UserPoolTags: { a: 'b' } },
    })
    const Assets = [
      { Category: 'FORM_LOGO', ColorMode: 'LIGHT', Extension: 'PNG', Bytes: new Uint8Array([0, 1, 2]) },
    ] as const
    const branding = { ManagedLoginBranding: { Assets: [...Assets], Settings: { any: [1, null] } } }
    expect(JSON.parse(encodeOutput('DescribeManagedLoginBranding', branding))).toEqual({
      ManagedLoginBranding: { Assets: [{ ...Assets[0], Bytes: 'AAEC' }], Settings: { any: [1, null] } },
    })
  })

  it('returns an empty object for operations without output', () => {
    expect(encodeOutput('DeleteUserPool', {})).toBe('{}')
    expect(encodeOutput('ConfirmDevice', {})).toBe('{}')
  })

  it('sends no member that the contract does not have', () => {
    const row = { Id: 'a_b', sealed_key: 'secret' }
    expect(encodeOutput('DescribeUserPool', { UserPool: row })).toBe('{"UserPool":{"Id":"a_b"}}')
  })

  it('treats special names such as __proto__ as ordinary keys of maps', () => {
    const UserPoolTags: Record<string, string> = JSON.parse('{"__proto__":"x"}')
    expect(encodeOutput('DescribeUserPool', { UserPool: { UserPoolTags } })).toBe(
      '{"UserPool":{"UserPoolTags":{"__proto__":"x"}}}',
    )
  })

  it('throws for a value of the wrong type, without the value in the message', () => {
    const wrong = { UserPool: { CreationDate: Number.NaN, Id: 'a' } }
    expect(() => encodeOutput('DescribeUserPool', wrong)).toThrow(
      'DescribeUserPool.UserPool.CreationDate is not a timestamp',
    )
    const secret = { UserSub: 5, UserConfirmed: true } as unknown as { UserSub: string; UserConfirmed: boolean }
    expect(() => encodeOutput('SignUp', secret)).toThrow('SignUp.UserSub is not a string')
  })
})
