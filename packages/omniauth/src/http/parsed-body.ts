import { mediaType } from '#core/provider-http'

/** Makes a body again from one that the framework has already parsed, with headers that fit. */
export function parsedBody(parsed: unknown, given: Headers): { headers: Headers; body: string | Uint8Array | null } {
  const headers = new Headers(given)
  // These headers describe the original body.
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name)
  if (typeof parsed === 'string' || parsed instanceof Uint8Array) return { headers, body: parsed }
  if (typeof parsed !== 'object' || parsed === null) return { headers, body: null }
  if (/^application\/(?:[\w.-]+\+)?json$/.test(mediaType(headers))) return { headers, body: JSON.stringify(parsed) }
  headers.set('content-type', 'application/x-www-form-urlencoded')
  const pairs = Object.entries(parsed).flatMap(([name, value]) => pairsOf(name, value))
  return { headers, body: new URLSearchParams(pairs).toString() }
}

/**
 * Uses names with brackets, as form parsers expect: `user[name]`, `tags[]`. A list at the top level repeats its name.
 */
function pairsOf(name: string, value: unknown): [string, string][] {
  if (Array.isArray(value)) {
    const isTop = !name.includes('[')
    return value.flatMap((one, index) =>
      typeof one === 'object' ? pairsOf(`${name}[${index}]`, one) : pairsOf(isTop ? name : `${name}[]`, one),
    )
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, one]) => pairsOf(`${name}[${key}]`, one))
  }
  return [[name, String(value ?? '')]]
}
