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

describe('case 50: the name', () => {
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
test('case 49: valid with provider, uid and name; invalid when one is missing or blank', () => {
  expect(isValidAuthHash(hash({}))).toBe(true)
  for (const changes of [{ uid: '' }, { uid: ' ' }, { provider: '' }, { info: {} }]) {
    expect(isValidAuthHash(hash(changes))).toBe(false)
  }
})

test('case 51: plain data with the computed name, urls untouched', () => {
  const urls = { Website: 'https://example.com' }
  expect(plainAuthHash(hash({ info: { email: 'E', urls } })).info).toEqual({ email: 'E', name: 'E', urls })
})

// OmniAuth gives `info` methods by its name, wherever it stands. Ours is plain data, with functions that read it.
test('case 48: only the hash`s own info is read as one; a text called info stays a text', () => {
  const auth = hash({ info: { nickname: 'jane' }, extra: { raw_info: { info: 'a text' } } })
  expect([nameOf(auth.info), auth.extra.raw_info['info']]).toEqual(['jane', 'a text'])
})

// In Ruby credentials and extra may be absent, and parts are computed at first use. Here a strategy answers all of it at once, and the types say so.
test('cases 52, 54: what a strategy answers is what is handed on, its parts computed nowhere else', () => {
  const auth = hash({})
  expect(plainAuthHash(auth)).toEqual(auth)
  expect(plainAuthHash(auth)).not.toBe(auth)
})
