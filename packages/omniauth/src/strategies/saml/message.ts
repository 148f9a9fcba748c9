import { invalidTicket } from '#core/failure'

/**
 * The XML of a message that came as base64, as forms bring it. The size is looked at before anything is decoded; what isn't UTF-8 is refused.
 * Throws `invalid_ticket`.
 */
export function messageText(parameter: string, maxBytes: number): string {
  return utf8Text(messageBytes(parameter, maxBytes))
}

/** An identifier out of a message, for an error that says it: whoever sent the message must not write our log. */
export function shown(identifier: string): string {
  return /^[\w.:/#-]{1,100}$/.test(identifier) ? identifier : 'unknown'
}

/** The bytes of a base64 text; `maxBytes` is what may come out of it. */
export function messageBytes(parameter: string, maxBytes: number): Uint8Array<ArrayBuffer> {
  // Line ends and blanks in base64 are no part of what it holds; an attacker's are bounded by the form's own limit.
  const text = parameter.replace(/[\r\n\t ]/g, '')
  if ((text.length / 4) * 3 - 2 > maxBytes) throw invalidTicket(`The SAML message is larger than ${maxBytes} bytes`)
  return bytesOfBase64(text)
}

export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z\d+/]+={0,2}$/.test(text))
    throw invalidTicket('The SAML message is not base64')
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

export function utf8Text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (thrown) {
    throw invalidTicket('The SAML message is not UTF-8', thrown)
  }
}
