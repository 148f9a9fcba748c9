import { fromUtf8 } from '#foundation/encoding'

/** The credentials of a client. An empty secret counts as no secret. */
export interface Credentials {
  readonly clientId: string
  readonly secret: string | undefined
}

/**
 * PURE. The credentials in a Basic header, read in two ways: unchanged, and form-decoded. The RFC requires form encoding, but
 * many clients do not encode. The first colon separates id and secret, so a secret may contain colons.
 * @returns an empty list when the header has no credentials.
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
