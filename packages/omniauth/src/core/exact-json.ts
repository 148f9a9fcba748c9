import type { JsonObject, JsonValue } from './auth-hash.ts'

/** No provider's answer is this deep. In a much deeper document, recursive code would overflow the stack. */
const maxDepth = 64

/**
 * Parses JSON without losing digits: an integer that is too large for a number becomes a text. Two users whose numeric
 * ids differ only in the last digits must not become one. Returns undefined for invalid JSON, or when it is nested too
 * deeply. When a key occurs twice, the last one counts.
 */
export function parseExactJson(text: string): JsonValue | undefined {
  try {
    JSON.parse(text)
    if (depthOf(text) > maxDepth) return undefined
    const exact = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
      /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
    )
    return JSON.parse(exact)
  } catch {
    return undefined
  }
}

function depthOf(json: string): number {
  let [depth, deepest] = [0, 0]
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[{}\]]/g)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth)
    else if (token === ']' || token === '}') depth--
  }
  return deepest
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
