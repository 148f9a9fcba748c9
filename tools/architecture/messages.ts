import { mark, type Token, word } from './tokens.ts'

/** Methods of a string that examine it, as in `error.message.startsWith('x')`. */
const EXAMINES = ['includes', 'startsWith', 'endsWith', 'match', 'matchAll', 'search', 'indexOf', 'slice', 'substring']
/** Functions that compare a string with something, as in `pattern.test(error.message)` and `switch (error.message)`. */
const COMPARES = ['test', 'exec', 'includes', 'indexOf', 'has', 'switch']

/** Whether the word at this position is a member `message` that the code compares. */
export function comparesMessage(tokens: readonly Token[], at: number): boolean {
  if (word(tokens[at]) !== 'message' || mark(tokens[at - 1]) !== '.') return false
  const next = mark(tokens[at + 1]) === '?' && mark(tokens[at + 2]) === '.' ? at + 2 : at + 1
  if (mark(tokens[next]) === '.' && EXAMINES.includes(word(tokens[next + 1]))) return true
  if (isComparison(tokens, at + 1)) return true
  const before = startOf(tokens, at) - 1
  if (isComparison(tokens, before - 1)) return true
  return mark(tokens[before]) === '(' && COMPARES.includes(word(tokens[before - 1]))
}

/** Whether `==` or `!=` is at this position, or the first or last two marks of `===` or `!==`. */
const isComparison = (tokens: readonly Token[], at: number): boolean =>
  ['=', '!'].includes(mark(tokens[at])) && mark(tokens[at + 1]) === '='

/**
 * Finds the start of the member chain whose last name is at this position: `thrown` in `thrown.cause?.message`, `(` in
 * `(thrown as Error).message`.
 */
function startOf(tokens: readonly Token[], at: number): number {
  let start = at
  while (mark(tokens[start - 1]) === '.') {
    const owner = mark(tokens[start - 2]) === '?' ? start - 3 : start - 2
    if (mark(tokens[owner]) === ')') start = calleeOf(tokens, openingOf(tokens, owner))
    else if (word(tokens[owner]) !== '') start = owner
    else return start
  }
  return start
}

/** Finds the opening parenthesis of the closing one at this position. */
function openingOf(tokens: readonly Token[], at: number): number {
  let depth = 0
  for (let index = at; index > 0; index--) {
    if (mark(tokens[index]) === ')') depth++
    if (mark(tokens[index]) === '(') depth--
    if (depth === 0) return index
  }
  return 0
}

/** Returns the position of the function's name for a call, and of the parenthesis for any other expression. */
const calleeOf = (tokens: readonly Token[], opening: number): number =>
  word(tokens[opening - 1]) === '' || NO_CALLEES.includes(word(tokens[opening - 1])) ? opening : opening - 1

const NO_CALLEES = ['return', 'throw', 'await', 'if', 'while', 'case', 'of', 'in', 'typeof']
