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
 * Verifies a form's `SAMLResponse` and returns its statement. Checks size, structure, encryption and signature first.
 * Then it reads the person and the conditions from the signed bytes only. Throws `invalid_ticket`.
 */
export async function provedStatement(
  options: SamlOptions,
  { parameter, expected }: { parameter: string; expected: Expected },
): Promise<Statement> {
  const xml = messageText(parameter, options.maxBytes)
  const response = parseXml(xml)
  // The status of a refusal is read without a signature: it may have none, and it signs nobody in.
  if (response.name === 'Response') checkStatus(response)
  const carried = responseShape(response)
  if ('assertion' in carried && options.security.wantAssertionsEncrypted)
    throw invalidTicket('The assertion is not encrypted, but want_assertions_encrypted is on')
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

/** The error does not say what is wrong: see {@link decryptAssertion}. */
function decrypted({ privateKey }: SamlOptions, encrypted: XmlElement): XmlElement {
  if (privateKey === undefined)
    throw invalidTicket('The assertion is encrypted, but the configuration has no private_key')
  const text = decryptAssertion(encrypted, privateKey)
  try {
    const assertion = parseXml(text)
    assertionShape(assertion)
    return assertion
  } catch (thrown) {
    throw unverified(thrown)
  }
}

/**
 * Returns the trusted certificates after each signature was verified with one of them. The library then decides which
 * bytes are signed.
 */
async function signers(options: SamlOptions, elements: readonly XmlElement[]): Promise<string[]> {
  const signatures = signaturesOf(...elements)
  if (signatures.length === 0) throw invalidTicket('Neither the response nor the assertion is signed')
  const certificates = await trusted(options, signatures)
  for (const element of elements) checkSigned(element, certificates)
  return certificates
}

/** The certificates of the configuration, or those of the message that have the configured fingerprint. */
async function trusted(options: SamlOptions, signatures: readonly XmlElement[]): Promise<string[]> {
  if (options.idpCertificates.length > 0) return [...options.idpCertificates]
  const found = await pinned(signatures.flatMap(certificatesIn), options.idpFingerprints)
  if (found.length === 0) throw invalidTicket('The response has no certificate with the configured fingerprint')
  return found
}
