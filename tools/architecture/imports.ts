import type { Token } from './tokens.ts'

export interface Import {
  /** What is imported; `undefined` when it is computed at run time. */
  specifier: string | undefined
  /** Erased before it runs. */
  typeOnly: boolean
  /** By `import()`: loaded when it is run. */
  later?: true
}

/** Every way in which one module can name another. */
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
  // import.meta, a property named import, a method import() {}
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
  // `import type from 'x'` and `import type, { y } from 'x'` name a thing "type"; both are read as values, the stricter reading.
  const typeOnly =
    isWord(tokens[start], 'type') && !isWord(tokens[start + 1], 'from') && !isMark(tokens[start + 1], ',')
  for (let at = start; at < tokens.length; at++) {
    const target = tokens[at + 1]
    if (isWord(tokens[at], 'from') && target?.kind === 'text') return [{ specifier: target.value, typeOnly }]
    // import x = require('y') is seen by its require; anything that ends the statement ends the search.
    if (isMark(tokens[at], ';') || isMark(tokens[at], '=')) return []
  }
  return []
}
