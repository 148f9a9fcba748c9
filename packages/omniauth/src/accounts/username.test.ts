import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AuthHash, AuthInfo, JsonObject } from '#core/auth-hash'
import { accountProblems } from './account-rules.ts'
import { slug, usernameCandidates, usernameFrom } from './username.ts'

const auth = (info: AuthInfo, raw: JsonObject = {}): AuthHash => ({
  provider: 'cognito',
  uid: 'sub-1',
  info,
  credentials: { token: 't', expires: false },
  extra: { raw_info: raw },
})
const first = (username: string, count = 1) => {
  const candidates = usernameCandidates(username, 1_700_000_000_000)
  return Array.from({ length: count }, () => candidates.next().value)
}

describe('usernames (case 169)', () => {
  test.each([
    ['alice', 'alice'],
    ['admin', 'admin1'],
    ['testy.git', 'testy'],
    ['___carly_the_capybara', 'carly_the_capybara'],
    ['shingo___the...shiba---inu', 'shingo_the.shiba-inu'],
    ['francis-the-ferret-', 'francis-the-ferret'],
    ['___opie.-_!the$_#^^opossum---', 'opie.the_opossum'],
    ['*&$amy_the_armadillo', 'amy_the_armadillo'],
    ['-john+gitlab-ETC%.git@gmail.com', 'johngitlab-ETC'],
    ['admin@othermail.com', 'admin1'],
    ['ADMIN', 'ADMIN1'],
    ['@', 'blank'],
    ['...', 'blank'],
    ['.git', 'git'],
    ['a.git-', 'a'],
    ['a.git.atom._.GIT', 'a'],
    ['\u212Aelvin', 'Kelvin'],
    ['\u0430lice', 'lice'],
    ['\u00E9mile', 'emile'],
  ])('%j becomes %j', (nickname, username) => {
    expect(first(usernameFrom(auth({ nickname })))).toEqual([username])
  })

  // Random strings rarely contain the special parts, and many of them take long. So the special parts are added more
  // often.
  const wish = fc.array(
    fc.oneof(fc.constantFrom('.', '-', '_', '@', '.git', '.Atom', 'a', 'Z9', '\u212A', '\uD800'), fc.string()),
  )

  test('every username is valid in a URL and has room for a number at its end', () => {
    fc.assert(
      fc.property(wish, (parts) => {
        const username = usernameFrom(auth({ nickname: parts.join('') }))
        expect(username).toMatch(/^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/)
        expect(username).not.toMatch(/\.(?:git|atom)$/i)
        for (const candidate of first(username, 8)) expect(accountProblems({ username: candidate })).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('a valid name is not changed', () => {
    fc.assert(
      fc.property(wish, (parts) => {
        const username = slug(parts.join(''))
        expect(slug(username)).toBe(username)
      }),
      { numRuns: 500 },
    )
  })

  test('a very long name is cut', () => {
    expect(usernameFrom(auth({ nickname: 'ab'.repeat(50_000) }))).toHaveLength(230)
    expect(usernameFrom(auth({ nickname: '-'.repeat(500_000) }))).toBe('blank')
  })

  test('candidates are the name, the name with 1 to 4, then the name with a number made from the time', () => {
    expect(first('jane', 7)).toEqual([
      'jane',
      'jane1',
      'jane2',
      'jane3',
      'jane4',
      'jane1700000000000',
      'jane1700000000001',
    ])
  })

  test('an application can have its own reserved names', () => {
    const isReserved = (name: string) => name === 'jane' || name === 'jane1'
    expect(usernameCandidates('Jane', 1, { isReserved }).next().value).toBe('Jane2')
  })

  const info = { nickname: 'nick', email: 'mail@example.com', custom: 'from-info' }
  const raw = { username: '8f14e45f-ceea', nickname: 'raw-nick', preferred: 'from-document', custom: 'custom-document' }
  test.each([
    ['info: nickname', {}, 'nick'],
    ['the newest GitLab: the document`s username first', { lookIn: 'auth_hash' }, '8f14e45f-ceea'],
    ['gitlab_username_claim, in info before the document', { claim: 'custom' }, 'from-info'],
    ['gitlab_username_claim, in the document', { claim: 'preferred' }, 'from-document'],
    [
      'gitlab_username_claim, the newest GitLab: the document before info',
      { claim: 'custom', lookIn: 'auth_hash' },
      'custom-document',
    ],
    ['gitlab_username_claim that is missing', { claim: 'nothing' }, 'nick'],
    ['gitlab_username_claim at the top of the hash', { claim: 'uid' }, 'sub-1'],
    ['gitlab_username_claim with an address', { claim: 'email' }, 'mail'],
  ] as const)('comes from %s', (_what, options, username) => {
    expect(usernameFrom(auth(info, raw), options)).toBe(username)
  })

  test('comes from the local part of the e-mail address when all others are missing', () => {
    expect(usernameFrom(auth({ email: 'Jos\u00E9.Doe@example.com', nickname: ' ' }))).toBe('Jose.Doe')
  })
})
