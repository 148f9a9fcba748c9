import { describe, expect, test } from 'vitest'
import { type AuthHash, type AuthInfo, isValidAuthHash, nameOf, plainAuthHash } from './auth-hash.ts'

const hash = (changes: Partial<AuthHash>): AuthHash => ({
  provider: 'cognito',
  uid: '1',
  info: { name: 'Jane' },
  credentials: { token: 't', expires: false },
  extra: { raw_info: {} },
  ...changes,
})

describe('the name (case 50)', () => {
  test.each<[AuthInfo, string | undefined]>([
    [{ name: 'N', first_name: 'F', nickname: 'K', email: 'E' }, 'N'],
    [{ first_name: 'F', last_name: 'L', nickname: 'K' }, 'F L'],
    [{ first_name: 'F', nickname: 'K' }, 'F'],
    [{ last_name: 'L', nickname: 'K' }, 'L'],
    [{ nickname: 'K', email: 'E' }, 'K'],
    [{ email: 'E' }, 'E'],
    [{ name: ' ', email: 'E' }, 'E'],
    [{ name: ['N'], email: 'E' }, 'E'],
    [{}, undefined],
  ])('of %j is %j', (info, name) => {
    expect(nameOf(info)).toBe(name)
  })
})

// OmniAuth calls a hash with an empty uid valid, as '' is truthy in Ruby.
test('an auth hash is valid with provider, uid and name, and invalid when one is missing or blank (case 49)', () => {
  expect(isValidAuthHash(hash({}))).toBe(true)
  for (const changes of [{ uid: '' }, { uid: ' ' }, { provider: '' }, { info: {} }]) {
    expect(isValidAuthHash(hash(changes))).toBe(false)
  }
})

test('plainAuthHash adds the computed name and does not change urls (case 51)', () => {
  const urls = { Website: 'https://example.com' }
  expect(plainAuthHash(hash({ info: { email: 'E', urls } })).info).toEqual({ email: 'E', name: 'E', urls })
})

// OmniAuth adds methods to every value named `info`. Here info is plain data, and functions read it.
test('only the info of the auth hash is read as info, and a text named info stays a text (case 48)', () => {
  const auth = hash({ info: { nickname: 'jane' }, extra: { raw_info: { info: 'a text' } } })
  expect([nameOf(auth.info), auth.extra.raw_info['info']]).toEqual(['jane', 'a text'])
})

// In Ruby credentials and extra may be absent, and parts are computed at first use. Here a strategy returns the whole
// hash.
test('plainAuthHash returns a copy with all parts that the strategy returned [cases 52, 54]', () => {
  const auth = hash({})
  expect(plainAuthHash(auth)).toEqual(auth)
  expect(plainAuthHash(auth)).not.toBe(auth)
})
