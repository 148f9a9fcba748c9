import type { Token } from './tokens.ts'

export interface Import {
  /** The imported module, or `undefined` if its name is computed at run time. */
  specifier: string | undefined
  /** The import is removed before the code runs. */
  typeOnly: boolean
  /** The import is an `import()`, which loads the module when it runs. */
  later?: true
}

/** Finds all imports of a module, in every syntax. */
export function importsOf(tokens: readonly Token[]): Import[] {
  const found: Import[] = []
  tokens.forEach((token, index) => {
    const previous = tokens[index - 1]
    if (token.kind !== 'word' || isMark(previous, '.')) return
    if (token.value === 'import') found.push(...fromImport(tokens, index))
    else if (token.value === 'export') found.push(...fromExport(tokens, index))
    else if (token.value === 'require' && isMark(tokens[index + 1], '(')) found.push(called(tokens[index + 2]))
  })
  tokens.forEach((token, index) => {
    if (token.kind === 'word' && token.value === 'getBuiltinModule') found.push(called(tokens[index + 2]))
  })
  return found
}

const isMark = (token: Token | undefined, value: string): boolean => token?.kind === 'mark' && token.value === value
const isWord = (token: Token | undefined, value: string): boolean => token?.kind === 'word' && token.value === value

const called = (argument: Token | undefined): Import => ({
  specifier: argument?.kind === 'text' ? argument.value : undefined,
  typeOnly: false,
})

function fromImport(tokens: readonly Token[], index: number): Import[] {
  const next = tokens[index + 1]
  if (isMark(next, '(')) return [{ ...called(tokens[index + 2]), later: true }]
  // Not an import: import.meta, a property named import, a method import() {}.
  if (isMark(next, '.') || isMark(next, ':') || next === undefined) return []
  if (next.kind === 'text') return [{ specifier: next.value, typeOnly: false }]
  return afterFrom(tokens, index + 1)
}

function fromExport(tokens: readonly Token[], index: number): Import[] {
  const start = isWord(tokens[index + 1], 'type') ? index + 2 : index + 1
  if (isMark(tokens[start], '*')) return afterFrom(tokens, index + 1)
  if (!isMark(tokens[start], '{')) return []
  const end = tokens.findIndex((token, at) => at > start && isMark(token, '}'))
  return isWord(tokens[end + 1], 'from') ? afterFrom(tokens, index + 1) : []
}

function afterFrom(tokens: readonly Token[], start: number): Import[] {
  // `import type from 'x'` and `import type, { y } from 'x'` import a value named "type". They count as imports of values.
  const typeOnly =
    isWord(tokens[start], 'type') && !isWord(tokens[start + 1], 'from') && !isMark(tokens[start + 1], ',')
  for (let at = start; at < tokens.length; at++) {
    const target = tokens[at + 1]
    if (isWord(tokens[at], 'from') && target?.kind === 'text') return [{ specifier: target.value, typeOnly }]
    // The end of the statement ends the search. import x = require('y') is found by its require.
    if (isMark(tokens[at], ';') || isMark(tokens[at], '=')) return []
  }
  return []
}
