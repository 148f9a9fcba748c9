import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesChallenge, s256Challenge } from './pkce.ts'

test('the example of RFC 7636, appendix B, matches', () => {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  expect(s256Challenge(verifier)).toBe(challenge)
  expect(matchesChallenge(verifier, challenge)).toBe(true)
  expect(matchesChallenge(`${verifier}A`, challenge)).toBe(false)
  expect(matchesChallenge(verifier, `${challenge}=`)).toBe(false)
})

const unreserved = fc.constantFrom(...'ABCXYZabcxyz0189-._~')

test('a verifier of any length from 43 to 128 matches its own challenge', () => {
  fc.assert(
    fc.property(fc.string({ unit: unreserved, minLength: 43, maxLength: 128 }), (verifier) =>
      matchesChallenge(verifier, s256Challenge(verifier)),
    ),
  )
})

test.each([
  ['42 characters', 'a'.repeat(42)],
  ['129 characters', 'a'.repeat(129)],
  ['a character that is not unreserved', `${'a'.repeat(42)}+`],
  ['a line feed at the end', `${'a'.repeat(43)}\n`],
  ['padding', `${'a'.repeat(43)}=`],
])('a verifier with %s never matches, although the digest is correct [A17]', (_, verifier) => {
  expect(matchesChallenge(verifier, s256Challenge(verifier))).toBe(false)
})
