/**
 * Text forms of bytes. A decoder accepts only what the encoder of the same name writes, so that each value has one spelling.
 * For any other text it returns `undefined`.
 */

export const toBase64 = (bytes: Uint8Array): string => view(bytes).toString('base64')

/** @see https://www.rfc-editor.org/rfc/rfc4648#section-4 */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

export const toBase64Url = (bytes: Uint8Array): string => view(bytes).toString('base64url')

/** Without padding. @see https://www.rfc-editor.org/rfc/rfc4648#section-5 */
export function fromBase64Url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}

export const toHex = (bytes: Uint8Array): string => view(bytes).toString('hex')

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of UTF-8 bytes. `undefined` for bytes that are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * The form in which case-insensitive names are compared and stored: lower case, independent of the machine's locale.
 * Letters that only look alike stay different (the dotless i and i), because the names may belong to two users.
 */
export function foldCase(text: string): string {
  // The lower case of the Greek sigma depends on its place in the word. A key must not depend on the next letters.
  return text.toLowerCase().replaceAll('ς', 'σ')
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
