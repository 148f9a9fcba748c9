import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts'
import { nearest } from './nearest.ts'

/** The problems and warnings of a configuration, and a way to find their places in the file. */
export interface Findings {
  readonly problems: ConfigurationProblem[]
  readonly warnings: ConfigurationProblem[]
  /** File and line of a key of a hash (or of an item of a list), when it comes from a file. */
  place(container: object, key: string | number): Omit<ConfigurationProblem, 'message'>
}

export function newFindings(place: Findings['place'] = () => ({})): Findings {
  return { problems: [], warnings: [], place }
}

/** Reads one hash of a configuration key by key. A value of the wrong type is a problem, and reads as undefined. */
export interface OptionsReader {
  readonly path: string
  /** The unchecked value. null (Ruby's nil) reads as undefined. */
  value(key: string): unknown
  text(key: string): string | undefined
  flag(key: string): boolean | undefined
  oneOf<Choice extends string>(key: string, choices: readonly Choice[]): Choice | undefined
  /** The hash under this key. A missing hash reads as an empty one. */
  hash(key: string): OptionsReader
  keys(): string[]
  /** Reports each unknown key, with the nearest known one. */
  onlyKnown(known: readonly string[]): void
  problem(key: string, message: string): void
  warning(key: string, message: string): void
}

export function optionsReader(hash: object, path: string, findings: Findings): OptionsReader {
  const at = (key: string) => (path === '' ? key : `${path}.${key}`)
  const value = (key: string) =>
    Object.hasOwn(hash, key) ? (Object.entries(hash).find(([k]) => k === key)?.[1] ?? undefined) : undefined
  const problem = (key: string, message: string) => {
    findings.problems.push({ message: `${at(key)} ${message}`, ...findings.place(hash, key) })
  }
  const expect = <T>(key: string, expected: string, is: (found: unknown) => found is T): T | undefined => {
    const found = value(key)
    if (found === undefined) return undefined
    if (is(found)) return found
    problem(key, `is ${describe(found)}: expected ${expected}`)
    return undefined
  }
  return {
    path,
    value,
    problem,
    text: (key) => expect(key, 'a text', (found) => typeof found === 'string'),
    flag: (key) => expect(key, 'true or false', (found) => typeof found === 'boolean'),
    oneOf: <Choice extends string>(key: string, choices: readonly Choice[]) =>
      expect(key, choices.join(' or '), (found): found is Choice => choices.some((choice) => choice === found)),
    hash: (key) => optionsReader(expect(key, 'a hash', isHash) ?? {}, at(key), findings),
    keys: () => Object.keys(hash),
    onlyKnown(known) {
      for (const key of Object.keys(hash)) if (!known.includes(key)) problem(key, unknownKey(key, known))
    },
    warning(key, message) {
      findings.warnings.push({ message: `${at(key)} ${message}`, ...findings.place(hash, key) })
    },
  }
}

export function unknownKey(key: string, known: readonly string[]): string {
  const guess = nearest(key, known)
  return guess === undefined ? 'is not a known setting' : `is not a known setting: did you mean ${guess}?`
}

export function isHash(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** The type of a value in words. It does not repeat texts and numbers, because a secret may be in the wrong place. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'a text'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return 'a number'
  return isHash(value) ? 'a hash' : `a ${typeof value}`
}

/** Throws one error with all problems, if there are any. */
export function problemFree(findings: Findings): void {
  if (findings.problems.length > 0) throw new ConfigurationError(findings.problems)
}
