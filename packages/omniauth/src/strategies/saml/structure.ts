import { invalidTicket } from '#core/failure'
import { shown } from './message.ts'
import {
  assertionNs,
  digestMethods,
  enveloped,
  exclusiveC14n,
  protocolNs,
  signatureMethods,
  signatureNs,
} from './names.ts'
import { childrenNamed, everyElement, onlyChild, textOf, type XmlElement } from './xml.ts'

/** The assertion of a response, plain or encrypted. */
export type Carried = { readonly assertion: XmlElement } | { readonly encrypted: XmlElement }

/**
 * Accepts only a structure in which it is clear which element a signature covers: one assertion, directly below the
 * response; each id once; signatures only on response and assertion. Every signature-wrapping attack needs another
 * structure. Throws `invalid_ticket`.
 * @see https://www.usenix.org/conference/usenixsecurity12/technical-sessions/presentation/somorovsky
 */
export function responseShape(response: XmlElement): Carried {
  if (response.namespace !== protocolNs || response.name !== 'Response') throw wrong('is not a response')
  const elements = [...everyElement(response)]
  if (elements.filter(({ name }) => name === 'Response').length > 1) throw wrong('contains another response')
  checkIds(elements)
  const carriers = elements.filter(({ name }) => name === 'Assertion' || name === 'EncryptedAssertion')
  const [carrier] = carriers
  if (carrier === undefined) throw wrong('has no assertion')
  if (carriers.length > 1) throw wrong('has more than one assertion')
  if (carrier.namespace !== assertionNs || !response.children.includes(carrier))
    throw wrong('has its assertion in the wrong place')
  checkSignatures([response, carrier], elements)
  return carrier.name === 'Assertion' ? { assertion: carrier } : { encrypted: carrier }
}

/** The same for a decrypted assertion. */
export function assertionShape(assertion: XmlElement): void {
  if (assertion.namespace !== assertionNs || assertion.name !== 'Assertion') throw wrong('is not an assertion')
  const elements = [...everyElement(assertion)]
  if (elements.filter(({ name }) => /^(?:Response|(?:Encrypted)?Assertion)$/.test(name)).length > 1)
    throw wrong('has more than one assertion')
  checkIds(elements)
  checkSignatures([assertion], elements)
}

/** The same for a request. A signature must cover the whole request. */
export function requestShape(request: XmlElement): void {
  const elements = [...everyElement(request)]
  checkIds(elements)
  checkSignatures([request], elements)
}

/** The signatures of these elements. */
export function signaturesOf(...elements: readonly XmlElement[]): XmlElement[] {
  return elements.flatMap((element) => childrenNamed(element, signatureNs, 'Signature'))
}

/** The certificates inside a signature, as base64. The signer chooses them, so they prove nothing alone. */
export function certificatesIn(signature: XmlElement): string[] {
  return [...everyElement(signature)]
    .filter(({ namespace, name }) => namespace === signatureNs && name === 'X509Certificate')
    .map((certificate) => textOf(certificate).replace(/\s/g, ''))
}

/** A library may use any of these attribute names for ids. */
function checkIds(elements: readonly XmlElement[]): void {
  const ids = elements.flatMap(({ attributes }) =>
    ['ID', 'Id', 'id'].map((key) => attributes.get(key)).filter((id) => id !== undefined),
  )
  if (new Set(ids).size !== ids.length) throw wrong('has two elements with the same id')
}

function checkSignatures(signable: readonly XmlElement[], elements: readonly XmlElement[]): void {
  const signatures = elements.filter(({ name }) => name === 'Signature')
  for (const signature of signatures) {
    const owner = signable.find(({ children }) => children.includes(signature))
    if (owner === undefined || signature.namespace !== signatureNs) throw wrong('has a signature in the wrong place')
    if (signaturesOf(owner).length > 1) throw wrong('is signed more than once')
    checkSignature(signature, owner)
  }
}

const signatureParts = ['SignedInfo', 'SignatureValue', 'KeyInfo']

/**
 * One reference, to the parent of the signature; no other content; and no algorithm that an attacker can forge or use
 * to run code.
 */
function checkSignature(signature: XmlElement, owner: XmlElement): void {
  if (signature.children.some(({ name }) => !signatureParts.includes(name)))
    throw wrong('has unknown elements in a signature')
  const info = required(signature, 'SignedInfo')
  const reference = required(info, 'Reference')
  const id = owner.attributes.get('ID')
  if (id === undefined || !/^[A-Za-z_][\w.-]*$/.test(id)) throw wrong('signs an element without a valid id')
  if (reference.attributes.get('URI') !== `#${id}`) throw wrong('has a signature of another element')
  checkAlgorithm(required(info, 'SignatureMethod'), Object.keys(signatureMethods))
  checkAlgorithm(required(reference, 'DigestMethod'), Object.keys(digestMethods))
  checkAlgorithm(required(info, 'CanonicalizationMethod'), [exclusiveC14n])
  const transforms = onlyChild(reference, signatureNs, 'Transforms')?.children ?? []
  if (transforms.length > 2) throw wrong('has a signature with too many transforms')
  for (const transform of transforms) checkAlgorithm(transform, [enveloped, exclusiveC14n])
}

/** A part of a signature. */
export function required(parent: XmlElement, name: string): XmlElement {
  const child = onlyChild(parent, signatureNs, name)
  if (child === undefined) throw wrong(`has a signature without ${name}`)
  return child
}

function checkAlgorithm(element: XmlElement, allowed: readonly string[]): void {
  const algorithm = element.attributes.get('Algorithm') ?? ''
  if (!allowed.includes(algorithm))
    throw wrong(`is signed with ${shown(element.name)} ${shown(algorithm)}, which is not accepted`)
}

function wrong(why: string): Error {
  return invalidTicket(`The SAML message ${why}`)
}
