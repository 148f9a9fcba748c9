import { invalidTicket } from '#core/failure'

/**
 * The XML of a base64 message from a form. Checks the size before it decodes. Throws `invalid_ticket`, also if the text
 * is not UTF-8.
 */
export function messageText(parameter: string, maxBytes: number): string {
  return utf8Text(messageBytes(parameter, maxBytes))
}

/** An identifier from a message, safe for an error text: the sender must not be able to write into the log. */
export function shown(identifier: string): string {
  return /^[\w.:/#-]{1,100}$/.test(identifier) ? identifier : 'unknown'
}

/** The bytes of a base64 text. `maxBytes` limits the number of decoded bytes. */
export function messageBytes(parameter: string, maxBytes: number): Uint8Array<ArrayBuffer> {
  // Whitespace in base64 does not count as content. The limit of the form bounds the amount that an attacker can send.
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
