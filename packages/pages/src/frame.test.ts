import { expect, it } from 'vitest'
import { frameFor } from './frame.ts'

it.each([
  ['no language', []],
  ['a language that is not spoken here', ['xx']],
  ['a name that every object has', ['constructor']],
  ['an unknown language before a known one', ['xx', undefined, 'en']],
])('%s gives English', (_what, wanted) => {
  const { texts } = frameFor(...wanted)
  expect(texts.lang).toBe('en')
  expect(texts.signIn.title).toBe('Sign in')
})
