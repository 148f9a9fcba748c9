import { fromUtf8 } from '#foundation/encoding'
import {
  bodyHasTooManyValues,
  bodyNotAnObject,
  bodyNotJson,
  bodyNotUtf8,
  bodyTooDeep,
} from '#foundation/exceptions/request-bodies'

/** Far above what any request of the API needs, far below what hurts the parser or those who walk its result. */
const DEEPEST = 64
const MOST_VALUES = 20_000

/**
 * The object in a request's body. Of a key that stands twice the last one counts, as in AWS; `__proto__` is a key like any
 * other. An empty body is an empty object.
 */
export function parseBody(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  if (bytes.length === 0) return {}
  const text = fromUtf8(bytes)
  if (text === undefined) throw bodyNotUtf8()
  mustBeModest(text)
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw bodyNotAnObject()
  }
  return value as Readonly<Record<string, unknown>>
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message quotes the body, which may hold a password.
    throw bodyNotJson()
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c

/** Counts levels and values before anything is made of the text. */
function mustBeModest(text: string): void {
  let depth = 0
  let values = 1
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === QUOTE) {
      index = endOfString(text, index)
    } else if (code === COMMA) {
      if (++values > MOST_VALUES) throw bodyHasTooManyValues(MOST_VALUES)
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > DEEPEST) throw bodyTooDeep(DEEPEST)
    } else if (code === 0x7d || code === 0x5d) {
      depth--
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === BACKSLASH) index++
    else if (code === QUOTE) return index
  }
  return text.length
}
