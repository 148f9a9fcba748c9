import { fromUtf8 } from '#foundation/encoding'

/** What a client shows of itself. An empty secret is none. */
export interface Credentials {
  readonly clientId: string
  readonly secret: string | undefined
}

/**
 * PURE. The credentials in a Basic header, in every reading: as they stand, and form-decoded. The RFC wants the latter, clients
 * without number send the former. Divided at the first colon, so that a secret may hold more of them.
 * @returns nothing when the header holds no credentials.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
export function basicCredentials(authorization: string): Credentials[] {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1]
  const text = encoded === undefined ? undefined : fromUtf8(Buffer.from(encoded, 'base64'))
  const [clientId, secret] = splitOnce(text ?? '')
  if (clientId === undefined || secret === undefined) return []
  const decodedId = formDecoded(clientId)
  const decodedSecret = formDecoded(secret)
  const readings = [{ clientId, secret: secret || undefined }]
  const isSame = decodedId === clientId && decodedSecret === secret
  if (decodedId !== undefined && decodedSecret !== undefined && !isSame) {
    readings.push({ clientId: decodedId, secret: decodedSecret || undefined })
  }
  return readings
}

function splitOnce(text: string): [string?, string?] {
  const at = text.indexOf(':')
  return at < 0 ? [] : [text.slice(0, at), text.slice(at + 1)]
}

function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
