import type { JsonObject, JsonValue } from './auth-hash.ts'

/** No provider's answer is as deep; code that walks through a document would run out of stack in a much deeper one. */
const maxDepth = 64

/**
 * Parses JSON without losing digits: an integer that a number cannot hold comes out as text. Two people whose numeric ids differ only in
 * the last digits must not become one. undefined for what is no JSON, or is nested too deeply. Of a key that stands there twice, the last counts.
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
