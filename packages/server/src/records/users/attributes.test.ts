import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { schemaOf } from '#records/user-pools/schema'
import type { UserPool } from '#records/user-pools/user-pool'
import { aliasesOf, changedAttributes, givenAttributes, isEmail, isUsername } from './attributes.ts'

const pool = (settings: UserPool['settings'] = {}): UserPool => ({
  id: 'us-east-1_Abc123xyz',
  name: 'pool',
  settings: { SchemaAttributes: schemaOf(), ...settings },
  createdAt: 0,
  updatedAt: 0,
})

test.each(['a@b.example', 'a.b+c@d-e.example', 'ünal@dömain.example', `${'a'.repeat(64)}@b.example`])(
  '%s is an address',
  (text) => {
    expect(isEmail(text)).toBe(true)
  },
)

test.each([
  '',
  'a',
  '@b.example',
  'a@',
  'a@b',
  'a@b.',
  'a@.b',
  'a@-b.example',
  'a@b..example',
  'a@b@c.example',
  'a b@c.example',
  'a@b.example\r\nBcc: c@d.example',
  'a@b.example,c@d.example',
  '<a@b.example>',
  '"a"@b.example',
  'a@[127.0.0.1]',
  `${'a'.repeat(65)}@b.example`,
  `a@${'b.'.repeat(130)}example`,
])('%j is not an address [A109]', (text) => {
  expect(isEmail(text)).toBe(false)
})

test('an address can not end a header line or name a second recipient [A109]', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab@.,;:<>()"\\ \r\n\t\u0000\u2028\u202e') }), (text) => {
      if (isEmail(text)) expect(text).toMatch(/^[ab.]+@[ab.]+$/)
    }),
  )
})

test.each(['', ' ', 'a b', 'a\u0000', 'a\u202eb', 'a\u200bb', '\ud800', 'a\n', 'x'.repeat(129)])(
  '%j is not a username [A70]',
  (text) => {
    expect(isUsername(text)).toBe(false)
  },
)

test('a repeated attribute and one that is not in the schema are refused [A69]', () => {
  const given = (...names: string[]) =>
    givenAttributes(
      pool(),
      names.map((Name) => ({ Name, Value: 'a@b.example' })),
    )
  expect(given('email')).toEqual({ email: 'a@b.example' })
  for (const names of [['email', 'email'], ['custom:x'], ['__proto__'], ['constructor'], ['sub']]) {
    expect(() => given(...names)).toThrow(expect.objectContaining({ name: 'InvalidParameterException' }))
  }
})

describe('changes of an address [A106]', () => {
  const before = { email: 'a@b.example', email_verified: 'true', name: 'A' }
  test.each([
    [{ name: 'B' }, { ...before, name: 'B' }],
    [{ email: 'a@b.example' }, before],
    [{ email: 'c@d.example' }, { ...before, email: 'c@d.example', email_verified: 'false' }],
    [
      { email: 'c@d.example', email_verified: 'true' },
      { ...before, email: 'c@d.example' },
    ],
    [{ email: '' }, { name: 'A' }],
  ])('the change %j keeps, removes or resets email_verified', (changes, after) => {
    expect(changedAttributes(pool(), before, changes as Record<string, string>)).toEqual(after)
  })
})

test('an address is a sign-in name when it is verified or when it is the username [A74]', () => {
  const user = {
    username: 'Ada',
    attributes: { email: 'A@b.example', email_verified: 'false', preferred_username: 'P' },
  }
  const verified = { ...user, attributes: { ...user.attributes, email_verified: 'true' } }
  const names = (settings: UserPool['settings'], of = user) => aliasesOf(pool(settings), of).map(({ alias }) => alias)
  const foldingPool = { UsernameConfiguration: { CaseSensitive: false } }
  expect(names({}, verified)).toEqual(['Ada'])
  expect(names({ AliasAttributes: ['email'] })).toEqual(['Ada'])
  expect(names({ AliasAttributes: ['email'], ...foldingPool }, verified)).toEqual(['ada', 'a@b.example'])
  expect(names({ AliasAttributes: ['preferred_username'] })).toEqual(['Ada', 'P'])
  expect(names({ UsernameAttributes: ['email'] })).toEqual(['A@b.example'])
})
