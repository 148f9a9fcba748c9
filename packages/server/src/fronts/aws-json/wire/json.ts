import { fromUtf8 } from '#foundation/encoding'
import {
  bodyHasTooManyValues,
  bodyNotAnObject,
  bodyNotJson,
  bodyNotUtf8,
  bodyTooDeep,
} from '#foundation/exceptions/request-bodies'

/** Far more than any request of the API needs, and far less than what overloads the parser or code that walks the result. */
const maxDepth = 64
const maxValues = 20_000

/**
 * The object in a request's body. If a key occurs twice, the last one counts, as in AWS. `__proto__` is a key like any other.
 * An empty body is an empty object.
 */
export function parseBody(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  if (bytes.length === 0) return {}
  const text = fromUtf8(bytes)
  if (text === undefined) throw bodyNotUtf8()
  mustBeWithinLimits(text)
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
    // Do not use the parser's message: it quotes the body, which may contain a password.
    throw bodyNotJson()
  }
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c

/** Counts levels and values before the text is parsed. */
function mustBeWithinLimits(text: string): void {
  let depth = 0
  let values = 1
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === quote) {
      index = endOfString(text, index)
    } else if (code === comma) {
      if (++values > maxValues) throw bodyHasTooManyValues(maxValues)
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > maxDepth) throw bodyTooDeep(maxDepth)
    } else if (code === 0x7d || code === 0x5d) {
      depth--
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === backslash) index++
    else if (code === quote) return index
  }
  return text.length
}
