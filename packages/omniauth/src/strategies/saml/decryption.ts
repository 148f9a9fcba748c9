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
 * Decrypts an assertion, so that its structure is checked like that of a plain one before the library verifies its
 * signature. PKCS#1 v1.5 and triple DES are refused. All failures that depend on the key give the same error: an
 * attacker who can distinguish a wrong padding from a wrong signature can decrypt the assertion.
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
    throw invalidTicket(`The assertion's key must be encrypted with ${oaep} and SHA-1`)
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

/** The only error for all failures that depend on keys. */
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
  if (child === undefined) throw invalidTicket(`The encrypted assertion has no ${name} in the expected place`)
  return child
}
