import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { idsOf, misplacedIds } from './ids.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const sources = globSync('{packages,apps,test}/**/*.test.{ts,mjs}', {
  cwd: root,
  exclude: (name) => /(?:^|[\\/])(?:node_modules|dist)$/.test(name),
}).map(read)

test('docs/assurance.md explains each id of a test title', () => {
  const explained = new Set([...read('docs/assurance.md').matchAll(/^\| ([A-Z]\d{1,3}) \|/gm)].map(([, id]) => id))
  const carried = new Set(sources.flatMap(idsOf))
  expect(carried.size).toBeGreaterThan(80)
  expect([...carried].filter((id) => !explained.has(id))).toEqual([])
})

test('ids are at the end of test titles', () => {
  expect(sources.flatMap(misplacedIds)).toEqual([])
})

test('ids are read only from titles, alone, in lists and in ranges', () => {
  expect(idsOf("test('a code works once [A96]'")).toEqual(['A96'])
  expect(idsOf('it(`holds [B08, F10]`')).toEqual(['B08', 'F10'])
  expect(idsOf("test('all is kept [T01, I1-I3, I5]'")).toEqual(['T01', 'I1', 'I2', 'I3', 'I5'])
  expect(idsOf("const list = ['A1']; // [A2]")).toEqual([])
  expect(misplacedIds("test('A96: a code works once'")).toEqual(['A96: a code works once'])
  expect(misplacedIds("])('A112: refuses %s', ")).toEqual(['A112: refuses %s'])
  expect(misplacedIds("test('a code works once [A96]'")).toEqual([])
})
