import { constants, createDecipheriv, privateDecrypt } from 'node:crypto'
import { invalidTicket } from '#core/failure'
import { bytesOfBase64, shown, utf8Text } from './message.ts'
import { encryptionNs, signatureNs } from './names.ts'
import { onlyChild, textOf, type XmlElement } from './xml.ts'

const ciphers: Readonly<Record<string, 'aes-128-gcm' | 'aes-256-gcm' | 'aes-128-cbc' | 'aes-256-cbc'>> = {
  'http://www.w3.org/2009/xmlenc11#aes128-gcm': 'aes-128-gcm',
  'http://www.w3.org/2009/xmlenc11#aes256-gcm': 'aes-256-gcm',
  'http://www.w3.org/2001/04/xmlenc#aes128-cbc': 'aes-128-cbc',
  'http://www.w3.org/2001/04/xmlenc#aes256-cbc': 'aes-256-cbc',
}
const oaep = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p'
const sha1 = 'http://www.w3.org/2000/09/xmldsig#sha1'

/**
 * The text of an encrypted assertion. It is looked at before the library that verifies the signature sees it, so that both are held to the same rules. PKCS#1 v1.5 and triple
 * DES are refused by name; of everything that depends on the key only one error is told, whatever it was: who could tell a wrong padding from a wrong signature could decrypt.
 * @see https://www.w3.org/TR/xmlenc-core1/#sec-chosen-ciphertext-attacks
 */
export function decryptAssertion(encrypted: XmlElement, privateKey: string): string {
  const data = required(encrypted, encryptionNs, 'EncryptedData')
  const algorithm = required(data, encryptionNs, 'EncryptionMethod').attributes.get('Algorithm') ?? ''
  const cipher = ciphers[algorithm]
  if (cipher === undefined)
    throw invalidTicket(`The assertion is encrypted with ${shown(algorithm)}, which is not accepted`)
  const wrapped = required(required(data, signatureNs, 'KeyInfo'), encryptionNs, 'EncryptedKey')
  const wrapping = required(wrapped, encryptionNs, 'EncryptionMethod')
  const digest = onlyChild(wrapping, signatureNs, 'DigestMethod')?.attributes.get('Algorithm') ?? sha1
  if (wrapping.attributes.get('Algorithm') !== oaep || digest !== sha1)
    throw invalidTicket(
      `The assertion's key is encrypted otherwise than by ${oaep} with SHA-1, which alone is accepted`,
    )
  try {
    const key = privateDecrypt(
      { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      cipherValue(wrapped),
    )
    return utf8Text(decrypt(cipher, key, cipherValue(data)))
  } catch (thrown) {
    throw unverified(thrown)
  }
}

/** The one error of everything that hangs on keys. */
export function unverified(cause: unknown): Error {
  return invalidTicket('The signature of the SAML message could not be verified', cause)
}

function decrypt(cipher: (typeof ciphers)[string], key: Uint8Array, content: Uint8Array): Uint8Array {
  if (cipher === 'aes-128-gcm' || cipher === 'aes-256-gcm') {
    const decipher = createDecipheriv(cipher, key, content.subarray(0, 12), { authTagLength: 16 })
    decipher.setAuthTag(content.subarray(-16))
    return Buffer.concat([decipher.update(content.subarray(12, -16)), decipher.final()])
  }
  const decipher = createDecipheriv(cipher, key, content.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(content.subarray(16)), decipher.final()])
  const padding = padded.at(-1) ?? 0
  if (padding < 1 || padding > 16) throw new Error('The padding is wrong')
  return padded.subarray(0, -padding)
}

function cipherValue(element: XmlElement): Uint8Array {
  const value = required(required(element, encryptionNs, 'CipherData'), encryptionNs, 'CipherValue')
  return bytesOfBase64(textOf(value).replace(/\s/g, ''))
}

function required(parent: XmlElement, namespace: string, name: string): XmlElement {
  const child = onlyChild(parent, namespace, name)
  if (child === undefined) throw invalidTicket(`The encrypted assertion has no ${name} where it is looked for`)
  return child
}
