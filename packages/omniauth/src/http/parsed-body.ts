import { mediaType } from '#core/provider-http'

/** A body that the framework has read already, as a body once more, with the headers that fit it. */
export function parsedBody(parsed: unknown, given: Headers): { headers: Headers; body: string | Uint8Array | null } {
  const headers = new Headers(given)
  // They told of the body that came over the wire.
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name)
  if (typeof parsed === 'string' || parsed instanceof Uint8Array) return { headers, body: parsed }
  if (typeof parsed !== 'object' || parsed === null) return { headers, body: null }
  if (/^application\/(?:[\w.-]+\+)?json$/.test(mediaType(headers))) return { headers, body: JSON.stringify(parsed) }
  headers.set('content-type', 'application/x-www-form-urlencoded')
  const pairs = Object.entries(parsed).flatMap(([name, value]) => pairsOf(name, value))
  return { headers, body: new URLSearchParams(pairs).toString() }
}

/** Names with brackets, as the parsers of forms read them: `user[name]`, `tags[]`. A list at the top is a name given several times. */
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
