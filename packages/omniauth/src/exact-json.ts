import type { JsonObject, JsonValue } from './auth-hash.ts'

/**
 * Parses JSON without losing digits: an integer that a number cannot hold comes out as text. Two people whose numeric ids differ only in
 * the last digits must not become one.
 */
export function parseExactJson(text: string): JsonValue | undefined {
  try {
    JSON.parse(text)
    const exact = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
      /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
    )
    return JSON.parse(exact)
  } catch {
    return undefined
  }
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
