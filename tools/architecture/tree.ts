import { type Import, importsOf } from './imports.ts'
import { type Token, tokensOf } from './tokens.ts'

/** A file. Its path starts at the repository's root and has forward slashes. */
export interface SourceFile {
  path: string
  text: string
}

/** A file with its tokens and imports, and the file or package that each import resolves to. */
export interface ReadFile {
  path: string
  tokens: Token[]
  imports: (Import & { target: Target })[]
}

export type Target =
  | { kind: 'file'; path: string }
  | { kind: 'package'; name: string }
  | { kind: 'asset'; path: string }
  | { kind: 'unresolved' }

/** The packages of this repository, by the name that others import. */
const PACKAGES: Readonly<Record<string, string>> = {
  '@poolhouse/contract': 'packages/contract',
  '@poolhouse/console': 'packages/console',
  '@poolhouse/omniauth': 'packages/omniauth',
  '@poolhouse/pages': 'packages/pages',
  poolhouse: 'packages/server',
}

/** The file behind each public door of the packages, by the name that others import: `@poolhouse/omniauth/testing`. */
export type Doors = Readonly<Record<string, string>>

/** Reads the files. A package that `doors` does not name has only its main door, `src/index.ts`. */
export function readTree(files: readonly SourceFile[], doors: Doors = {}): ReadFile[] {
  const tree = { known: new Set(files.map(({ path }) => path)), doors }
  return files.map(({ path, text }) => {
    const tokens = tokensOf(text)
    const imports = importsOf(tokens).map((one) => ({ ...one, target: resolve(path, one.specifier, tree) }))
    return { path, tokens, imports }
  })
}

/** Returns `packages/server` for `packages/server/src/flows/x.ts`, and the first folder for a file outside the workspaces. */
export const packageOf = (path: string): string =>
  /^(?:packages|apps|test|examples)\/[^/]+/.exec(path)?.[0] ?? path.split('/', 1).join()

/** Fewer rules apply to test files, because production code does not import them. */
export const isTest = (path: string): boolean =>
  /\.test\.ts$|^test\/|^(?:packages|apps|examples)\/[^/]+\/test\//.test(path)

interface Tree {
  readonly known: ReadonlySet<string>
  readonly doors: Doors
}

function resolve(from: string, specifier: string | undefined, { known, doors }: Tree): Target {
  if (specifier === undefined) return { kind: 'unresolved' }
  const inside = pathOf(from, specifier)
  if (inside === undefined) return toPackage(specifier, doors)
  const path = [inside, `${inside}.ts`, inside.replace(/\.js$/, '.ts')].find((candidate) => known.has(candidate))
  if (path !== undefined) return { kind: 'file', path }
  return /\.(?!ts$)\w+$/.test(inside) ? { kind: 'asset', path: inside } : { kind: 'unresolved' }
}

function pathOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return normal(`${packageOf(from)}/src/${specifier.slice(1)}`)
  if (/^\.\.?(?:\/|$)/.test(specifier)) return normal(`${from}/../${specifier}`)
  return undefined
}

function toPackage(specifier: string, doors: Doors): Target {
  const name = specifier
    .replace(/^node:/, '')
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  const home = Object.hasOwn(PACKAGES, name) ? PACKAGES[name] : undefined
  if (home === undefined) return { kind: 'package', name }
  const path = Object.hasOwn(doors, specifier) ? doors[specifier] : undefined
  if (path !== undefined) return { kind: 'file', path }
  return specifier === name ? { kind: 'file', path: `${home}/src/index.ts` } : { kind: 'unresolved' }
}

function normal(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '.' && segment !== '') segments.push(segment)
  }
  return segments.join('/')
}
