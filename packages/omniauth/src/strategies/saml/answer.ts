import { invalidTicket } from '#core/failure'
import { checkStatus, type Expected, judge, type Statement } from './assertion.ts'
import { pinned } from './certificates.ts'
import { decryptAssertion, unverified } from './decryption.ts'
import { library, verifiedAssertion } from './library.ts'
import { messageText } from './message.ts'
import type { SamlOptions } from './options.ts'
import { checkSigned } from './signature.ts'
import { assertionShape, certificatesIn, responseShape, signaturesOf } from './structure.ts'
import { parseXml, type XmlElement } from './xml.ts'

/**
 * What a form's `SAMLResponse` says, once it is proved: its size, its shape, what is inside its encryption, its signature, and then, of the signed bytes alone, whom it is about and
 * whether it is for us. Throws `invalid_ticket`.
 */
export async function provedStatement(
  options: SamlOptions,
  { parameter, expected }: { parameter: string; expected: Expected },
): Promise<Statement> {
  const xml = messageText(parameter, options.maxBytes)
  const response = parseXml(xml)
  // A refusal is not always signed, and it lets nobody in.
  if (response.name === 'Response') checkStatus(response)
  const carried = responseShape(response)
  if ('assertion' in carried && options.security.wantAssertionsEncrypted)
    throw invalidTicket('The assertion is not encrypted, as want_assertions_encrypted wants it')
  const plain = 'assertion' in carried ? carried.assertion : decrypted(options, carried.encrypted)
  const certificates = await signers(options, [response, plain]).catch((thrown: unknown) => {
    throw 'encrypted' in carried ? unverified(thrown) : thrown
  })
  const saml = await library({
    issuer: expected.audience,
    callbackUrl: expected.recipient,
    idpCert: certificates,
    wantAssertionsSigned: options.security.wantAssertionsSigned,
    ...(options.privateKey !== undefined && { decryptionPvk: options.privateKey }),
  })
  const assertion = parseXml(await verifiedAssertion(saml, xml))
  assertionShape(assertion)
  return judge({ response, assertion }, expected)
}

/** What is wrong with it is not told, but that it is: see {@link decryptAssertion}. */
function decrypted({ privateKey }: SamlOptions, encrypted: XmlElement): XmlElement {
  if (privateKey === undefined) throw invalidTicket('The assertion is encrypted, and there is no private_key')
  const text = decryptAssertion(encrypted, privateKey)
  try {
    const assertion = parseXml(text)
    assertionShape(assertion)
    return assertion
  } catch (thrown) {
    throw unverified(thrown)
  }
}

/** The certificates that may have signed, once each signature fits one of them. What is left to the library is what they have signed. */
async function signers(options: SamlOptions, elements: readonly XmlElement[]): Promise<string[]> {
  const signatures = signaturesOf(...elements)
  if (signatures.length === 0) throw invalidTicket('Neither the response nor the assertion is signed')
  const certificates = await trusted(options, signatures)
  for (const element of elements) checkSigned(element, certificates)
  return certificates
}

/** The certificates that signatures are verified with: the configuration's, or those that have its fingerprint. */
async function trusted(options: SamlOptions, signatures: readonly XmlElement[]): Promise<string[]> {
  if (options.idpCertificates.length > 0) return [...options.idpCertificates]
  const found = await pinned(signatures.flatMap(certificatesIn), options.idpFingerprints)
  if (found.length === 0)
    throw invalidTicket('The response brings no certificate with the fingerprint that is configured')
  return found
}
