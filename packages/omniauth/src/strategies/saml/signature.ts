import { createHash, createVerify } from 'node:crypto'
import { constantTimeEqual } from '#core/encoding'
import { canonical } from './canonical.ts'
import { unverified } from './decryption.ts'
import { bytesOfBase64 } from './message.ts'
import { digestMethods, enveloped, exclusiveC14n, signatureMethods, signatureNs } from './names.ts'
import { required, signaturesOf } from './structure.ts'
import { childrenNamed, onlyChild, textOf, type XmlElement } from './xml.ts'

/**
 * Refuses an element with a signature that no certificate matches, in a time proportional to its size. The library
 * checks the signature again, but only after work that takes a second for a large message, and any client can send one.
 * Call it after the check of the signature's structure. Throws `invalid_ticket`.
 * @see https://www.w3.org/TR/xmldsig-core1/#sec-CoreValidation
 */
export function checkSigned(element: XmlElement, certificates: readonly string[]): void {
  for (const signature of signaturesOf(element)) {
    let fits: boolean
    try {
      const info = required(signature, 'SignedInfo')
      fits = isSigned({ signature, info }, certificates) && isDigested(element, { signature, info })
    } catch (thrown) {
      throw unverified(thrown)
    }
    if (!fits) throw unverified('No certificate fits the signature')
  }
}

interface SignatureParts {
  readonly signature: XmlElement
  readonly info: XmlElement
}

function isSigned({ signature, info }: SignatureParts, certificates: readonly string[]): boolean {
  const inclusive = inclusivePrefixes(required(info, 'CanonicalizationMethod'))
  const signed = canonical(info, { inclusive })
  const value = bytesOfBase64(wordOf(required(signature, 'SignatureValue')))
  const hash = signatureMethods[algorithmOf(required(info, 'SignatureMethod'))]
  return certificates.some((certificate) => createVerify(`RSA-${hash}`).update(signed).verify(certificate, value))
}

/** Checks the usual pair of transforms only. The library checks other ones. */
function isDigested(element: XmlElement, { signature, info }: SignatureParts): boolean {
  const reference = required(info, 'Reference')
  const transforms = onlyChild(reference, signatureNs, 'Transforms')?.children ?? []
  const [first, second] = transforms
  if (
    second === undefined ||
    first === undefined ||
    algorithmOf(first) !== enveloped ||
    algorithmOf(second) !== exclusiveC14n
  )
    return true
  const digested = canonical(element, { inclusive: inclusivePrefixes(second), without: signature })
  const hash = digestMethods[algorithmOf(required(reference, 'DigestMethod'))] ?? ''
  const digest = createHash(hash).update(digested).digest('base64')
  return constantTimeEqual(digest, wordOf(required(reference, 'DigestValue')))
}

function algorithmOf({ attributes }: XmlElement): string {
  return attributes.get('Algorithm') ?? ''
}

function wordOf(element: XmlElement): string {
  return textOf(element).replace(/\s/g, '')
}

/** @see https://www.w3.org/TR/xml-exc-c14n/#def-InclusiveNamespaces-PrefixList */
function inclusivePrefixes(method: XmlElement): string[] {
  const lists = childrenNamed(method, exclusiveC14n, 'InclusiveNamespaces').map(
    ({ attributes }) => attributes.get('PrefixList') ?? '',
  )
  const prefixes = lists
    .join(' ')
    .split(/\s+/)
    .filter((prefix) => prefix !== '')
  return prefixes.map((prefix) => (prefix === '#default' ? '' : prefix))
}
