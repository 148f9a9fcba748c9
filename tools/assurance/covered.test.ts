import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { casesOf } from './covered.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const texts = globSync('{packages/omniauth,apps/forge,test/e2e}/**/*.test.{ts,mjs}', {
  cwd: root,
  exclude: (name) => /(?:^|[\\/])(?:node_modules|dist)$/.test(name),
}).map((path) => readFileSync(join(root, path), 'utf8'))

/** The cases of OmniAuth's core, of its OAuth2 strategies and of GitLab's accounts. */
const cases = Array.from({ length: 177 }, (_, index) => index + 1)

test('each case of OmniAuth is named by a test', () => {
  expect(texts.length).toBeGreaterThan(10)
  const covered = new Set(texts.flatMap(casesOf))
  expect(cases.filter((number) => !covered.has(number))).toEqual([])
})

test('cases are read from titles and tables, alone, in lists and in ranges, but not from comments', () => {
  expect(casesOf("test('case 7: x'")).toEqual([7])
  expect(casesOf("['cases 9, 10: OPTIONS', 1]")).toEqual([9, 10])
  expect(casesOf('`cases 4-6 and 8`')).toEqual([4, 5, 6, 8])
  expect(casesOf("test('in case of 3'")).toEqual([])
  expect(casesOf('  // case 5 is left out\n   * case 6 too\n/* case 7 */')).toEqual([])
})
