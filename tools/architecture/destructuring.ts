import { mark, type Token, word } from './tokens.ts'

const OPENING = '([{'
const CLOSING = ')]}'

/** Whether the word at `at` is a member that a pattern destructures: `{ a }`, `{ a: b }` or `{ a = b }`. */
export function isDestructured(tokens: readonly Token[], at: number): boolean {
  if (!isOneOf('{,', mark(tokens[at - 1])) || !isOneOf('},:=', mark(tokens[at + 1]))) return false
  const open = openingOf(tokens, at)
  return mark(tokens[open]) === '{' && isPattern(tokens, open)
}

/** Whether the bracket that opens at `open` begins a pattern and not an object, a list, a block or a type. */
function isPattern(tokens: readonly Token[], open: number): boolean {
  const close = closingOf(tokens, open)
  const before = mark(tokens[open - 1])
  const after = mark(tokens[close + 1])
  const outer = openingOf(tokens, open)
  if (['const', 'let', 'var'].includes(word(tokens[open - 1]))) return true
  const isMember = before === ':' && isOneOf('{,', mark(tokens[open - 3]))
  if (isMember || mark(tokens[outer]) === '[') return outer >= 0 && isPattern(tokens, outer)
  if (before === ':') return false
  if (after === '=') return !isOneOf('=>', mark(tokens[close + 2]))
  return mark(tokens[outer]) === '(' && isOneOf('(,', before) && (after === ':' || isParameterList(tokens, outer))
}

/** Whether the parenthesis that opens at `open` begins the parameters of a function and not the arguments of a call. */
function isParameterList(tokens: readonly Token[], open: number): boolean {
  const close = closingOf(tokens, open)
  const after = mark(tokens[close + 1])
  if (after === '=') return mark(tokens[close + 2]) === '>'
  if (after !== ':') return after === '{'
  // Before a colon there is a function with its return type, or a part of `a ? b : c`.
  const isNamed = word(tokens[open - 1]) !== '' && word(tokens[open - 1]) !== 'async'
  const start = isNamed ? open - 2 : open - 1
  return isOneOf(isNamed ? '{},;' : '=(,', mark(tokens[start])) || ['async', 'function'].includes(word(tokens[start]))
}

function openingOf(tokens: readonly Token[], from: number): number {
  let depth = 0
  for (let at = from - 1; at >= 0; at--) {
    if (isOneOf(CLOSING, mark(tokens[at]))) depth++
    else if (isOneOf(OPENING, mark(tokens[at])) && depth-- === 0) return at
  }
  return -1
}

function closingOf(tokens: readonly Token[], from: number): number {
  let depth = 0
  for (let at = from + 1; at < tokens.length; at++) {
    if (isOneOf(OPENING, mark(tokens[at]))) depth++
    else if (isOneOf(CLOSING, mark(tokens[at])) && depth-- === 0) return at
  }
  return tokens.length
}

const isOneOf = (marks: string, value: string): boolean => value !== '' && marks.includes(value)
