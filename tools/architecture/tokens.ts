/** The part of TypeScript's lexical grammar that is needed to find imports and names outside comments, strings and patterns. */

export interface Token {
  kind: 'word' | 'text' | 'pattern' | 'mark'
  /** For a string, its content without quotes. A template is a string only if it contains no expression. */
  value: string
}

/** Returns the text of a word, and an empty string for any other token. */
export const word = (token: Token | undefined): string => (token?.kind === 'word' ? token.value : '')
/** Returns the character of a mark, and an empty string for any other token. */
export const mark = (token: Token | undefined): string => (token?.kind === 'mark' ? token.value : '')

const WORD = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*|\d[\w.]*/uy
const SPACE = /\s+/y
const LINE_COMMENT = /\/\/[^\n]*/y
const BLOCK_COMMENT = /\/\*[\s\S]*?\*\//y
const QUOTED = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y
const PATTERN = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
const TEMPLATE_PART = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y

/** A slash after one of these words begins a pattern. After other words and closing marks it is a division. */
const BEFORE_PATTERN = new Set(
  'return typeof instanceof in of new delete void throw case do else yield await export default'.split(' '),
)

export function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  /** The number of open braces in each open template expression. */
  const templates: number[] = []
  let at = 0

  const match = (expression: RegExp): string | undefined => {
    expression.lastIndex = at
    const found = expression.exec(source)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const templateRest = (opening: boolean): void => {
    const content = match(TEMPLATE_PART) ?? ''
    if (source.startsWith('${', at)) {
      at += 2
      templates.push(0)
    } else {
      at += 1
      if (opening) tokens.push({ kind: 'text', value: content })
    }
  }

  while (at < source.length) {
    if (match(SPACE) ?? match(LINE_COMMENT) ?? match(BLOCK_COMMENT)) continue
    const word = match(WORD)
    if (word !== undefined) {
      tokens.push({ kind: 'word', value: word })
      continue
    }
    const quoted = match(QUOTED)
    if (quoted !== undefined) {
      tokens.push({ kind: 'text', value: quoted.slice(1, -1) })
      continue
    }
    const mark = source.charAt(at)
    if (mark === '/' && patternMayFollow(tokens.at(-1))) {
      const pattern = match(PATTERN)
      if (pattern !== undefined) {
        tokens.push({ kind: 'pattern', value: pattern })
        continue
      }
    }
    at += 1
    if (mark === '`') {
      templateRest(true)
      continue
    }
    const depth = templates.at(-1)
    if (mark === '}' && depth === 0) {
      templates.pop()
      templateRest(false)
      continue
    }
    if (depth !== undefined && (mark === '{' || mark === '}')) {
      templates[templates.length - 1] = depth + (mark === '{' ? 1 : -1)
    }
    tokens.push({ kind: 'mark', value: mark })
  }
  return tokens
}

function patternMayFollow(previous: Token | undefined): boolean {
  if (previous === undefined) return true
  if (previous.kind === 'word') return BEFORE_PATTERN.has(previous.value)
  return previous.kind === 'mark' && !')]}'.includes(previous.value)
}
