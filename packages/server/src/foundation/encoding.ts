/**
 * Text forms of bytes. The decoders are strict: what they accept is exactly what the encoder of the same name would have
 * written, everything else is `undefined`, so that one value has one spelling.
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

/** The text of UTF-8 bytes; `undefined` for bytes that are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * The form in which names that ignore case are compared and stored: lower case whatever the locale of the machine.
 * It does not fold letters that merely look alike (the dotless i stays apart from i), because two people may own them.
 */
export function foldCase(text: string): string {
  // Lower case writes the Greek sigma by its place in the word; a key must not depend on what follows.
  return text.toLowerCase().replaceAll('ς', 'σ')
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
