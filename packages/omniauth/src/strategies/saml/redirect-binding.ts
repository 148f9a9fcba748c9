import { createVerify } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { invalidTicket } from '#core/failure'
import { unverified } from './decryption.ts'
import { bytesOfBase64, messageBytes, utf8Text } from './message.ts'
import { signatureMethods } from './names.ts'

/**
 * The XML of a signed request in a query. The signature is checked over the parameters exactly as they are in the URL,
 * so a second parser can not read them differently. Throws `invalid_ticket` if there is no signature, or if no
 * certificate matches it.
 * @see https://docs.oasis-open.org/security/saml/v2.0/saml-bindings-2.0-os.pdf section 3.4.4.1
 */
export function signedQueryMessage(
  url: string,
  { certificates, maxBytes }: { certificates: readonly string[]; maxBytes: number },
): string {
  const written = writtenParameters(url)
  const value = (name: string) => decoded(written.get(name) ?? '')
  const hash = signatureMethods[value('SigAlg')]
  if (hash === undefined) throw invalidTicket('The request is not signed, or its signature algorithm is not accepted')
  const signed = ['SAMLRequest', 'RelayState', 'SigAlg']
    .filter((name) => written.has(name))
    .map((name) => `${name}=${written.get(name)}`)
    .join('&')
  const signature = bytesOfBase64(value('Signature'))
  const fits = (certificate: string) => createVerify(`RSA-${hash}`).update(signed).verify(certificate, signature)
  if (!certificates.some(fits)) throw unverified('No certificate fits the signature of the query')
  return inflated(messageBytes(value('SAMLRequest'), maxBytes), maxBytes)
}

function inflated(bytes: Uint8Array, maxBytes: number): string {
  try {
    return utf8Text(inflateRawSync(bytes, { maxOutputLength: maxBytes }))
  } catch (thrown) {
    throw invalidTicket(`The SAML message can not be unpacked, or is larger than ${maxBytes} bytes`, thrown)
  }
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written.replaceAll('+', ' '))
  } catch (thrown) {
    throw invalidTicket('The URL of the request is not encoded correctly', thrown)
  }
}

/** Each parameter exactly as it is in the URL. A repeated parameter is refused. */
function writtenParameters(url: string): Map<string, string> {
  const written = new Map<string, string>()
  for (const pair of new URL(url).search.slice(1).split('&')) {
    const equals = pair.indexOf('=')
    const name = equals < 0 ? pair : pair.slice(0, equals)
    if (written.has(name)) throw invalidTicket(`The request has ${name} twice`)
    written.set(name, pair.slice(name.length + 1))
  }
  return written
}
