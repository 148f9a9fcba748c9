import { readFile } from 'node:fs/promises'
import { ConfigurationError, type ConfigurationProblem, type Directory } from '@poolhouse/omniauth'
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml'
import { type Person, peopleDirectory } from './people.ts'

/**
 * Reads a directory from a YAML file. It takes the place of a company's LDAP server. The file is a list of people, each with
 * `uid` and `dn`; `name`, `email` and `block_auto_created_users` are optional.
 * @throws {ConfigurationError} with file and line of each problem
 */
export async function readPeople(file: string): Promise<Directory> {
  const counter = new LineCounter()
  const document = parseDocument(await textOf(file), { lineCounter: counter, prettyErrors: false, logLevel: 'error' })
  const problems: ConfigurationProblem[] = []
  const problem = (message: string, offset = 0) =>
    void problems.push({ message, file, line: counter.linePos(offset).line || 1 })
  for (const error of document.errors.slice(0, 3)) problem(error.message, error.pos[0])
  const list = document.contents
  const people: Person[] = []
  if (problems.length === 0 && list !== null) {
    if (!isSeq(list)) problem('is not a list: expected people, each with uid and dn', list.range?.[0])
    for (const item of isSeq(list) ? list.items : []) {
      if (!isMap(item))
        problem('is not a person: expected uid, dn, name and email', isScalar(item) ? item.range?.[0] : 0)
      else people.push(readPerson(item, problem))
    }
    if (problems.length === 0) refuseDuplicates(people, problem)
  }
  if (problems.length > 0) throw new ConfigurationError(problems)
  return peopleDirectory(people)
}

type ReportProblem = (message: string, offset?: number) => void

const known = ['uid', 'dn', 'name', 'email', 'block_auto_created_users']

function readPerson(item: YAMLMap, problem: ReportProblem): Person {
  const offset = item.range?.[0] ?? 0
  for (const { key } of item.items) {
    const name = isScalar(key) ? String(key.value) : 'a key'
    if (!known.includes(name)) problem(`${name} is not a known key: expected one of ${known.join(', ')}`, offset)
  }
  const text = (key: string): string | undefined => {
    const value: unknown = item.get(key) ?? undefined
    if (value === undefined || (typeof value === 'string' && value.trim() !== '')) return value?.trim()
    problem(`${key} should be text`, offset)
    return undefined
  }
  const needed = (key: string): string => {
    if (!item.has(key)) problem(`${key} is missing`, offset)
    return text(key) ?? ''
  }
  const block: unknown = item.get('block_auto_created_users') ?? false
  if (typeof block !== 'boolean') problem('block_auto_created_users should be true or false', offset)
  return {
    uid: needed('uid'),
    dn: needed('dn'),
    name: text('name'),
    email: text('email'),
    blockAutoCreatedUsers: block === true,
    offset,
  }
}

function refuseDuplicates(people: readonly Person[], problem: ReportProblem): void {
  for (const key of ['uid', 'dn'] as const) {
    const seen = new Set<string>()
    for (const person of people) {
      const value = person[key].toLowerCase()
      if (seen.has(value)) problem(`another person has the same ${key}: each ${key} should be unique`, person.offset)
      seen.add(value)
    }
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'
    throw new ConfigurationError([{ message: `can't be read (${code})`, file }], { cause: thrown })
  }
}
