import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { idpKeys, type Pair } from './keys.ts'

export const fullHost = 'https://app.test'
export const acs = `${fullHost}/users/auth/saml/callback`
export const issuer = 'https://idp.test/metadata'
export const audience = 'https://app.test/sp'
const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'

/** The content of an answer. Each test changes a part of it. Times are seconds from now. */
export interface Answer {
  now: number
  requestId: string | undefined
  assertionId?: string
  nameId?: string
  issuer?: string
  responseIssuer?: string
  audience?: string | undefined
  recipient?: string
  destination?: string
  method?: string
  notBefore?: number
  notOnOrAfter?: number
  confirmedUntil?: number
  responseRequestId?: string | undefined
  sessionUntil?: number
  attributes?: Record<string, readonly string[]>
  authnContext?: string
  status?: string
  version?: string
  conditions?: string
  extensions?: string
}

const at = (now: number, seconds: number) => new Date(now + seconds * 1000).toISOString()
const inResponseTo = (id: string | undefined) => (id === undefined ? '' : ` InResponseTo="${id}"`)

export function assertionXml(answer: Answer): string {
  const { now, notBefore = -30, notOnOrAfter = 300, confirmedUntil = 300, sessionUntil = 3600 } = answer
  const { assertionId = '_a1', nameId = 'jane', recipient = acs, method = bearer, version = '2.0' } = answer
  const named = 'audience' in answer ? answer.audience : audience
  const restriction =
    named === undefined
      ? ''
      : `<saml:AudienceRestriction><saml:Audience>${named}</saml:Audience></saml:AudienceRestriction>`
  const attributes = Object.entries(answer.attributes ?? { email: ['jane@example.com'], name: ['Jane'] }).map(
    ([name, values]) =>
      `<saml:Attribute Name="${name}">${values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
  )
  return [
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${assertionId}" Version="${version}" IssueInstant="${at(now, 0)}">`,
    `<saml:Issuer>${answer.issuer ?? issuer}</saml:Issuer>`,
    `<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${nameId}</saml:NameID>`,
    `<saml:SubjectConfirmation Method="${method}"><saml:SubjectConfirmationData${inResponseTo(answer.requestId)} Recipient="${recipient}" NotOnOrAfter="${at(now, confirmedUntil)}"/></saml:SubjectConfirmation></saml:Subject>`,
    `<saml:Conditions NotBefore="${at(now, notBefore)}" NotOnOrAfter="${at(now, notOnOrAfter)}">${restriction}${answer.conditions ?? ''}</saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${at(now, 0)}" SessionIndex="_s1" SessionNotOnOrAfter="${at(now, sessionUntil)}"><saml:AuthnContext><saml:AuthnContextClassRef>${answer.authnContext ?? 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password'}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`,
    `<saml:AttributeStatement>${attributes.join('')}</saml:AttributeStatement></saml:Assertion>`,
  ].join('')
}

/** A response with this content. */
export function responseXml(answer: Answer, carried: string): string {
  const { now, destination = acs, status = 'Success', version = '2.0', extensions = '' } = answer
  const request = 'responseRequestId' in answer ? answer.responseRequestId : answer.requestId
  return [
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r1" Version="${version}" IssueInstant="${at(now, 0)}" Destination="${destination}"${inResponseTo(request)}>`,
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${answer.responseIssuer ?? answer.issuer ?? issuer}</saml:Issuer>`,
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"/></samlp:Status>`,
    `${extensions}${carried}</samlp:Response>`,
  ].join('')
}

export interface SigningOptions {
  readonly keys?: Pair
  /** The certificate inside the signature. Default: the signer's. */
  readonly keyInfo?: string
  readonly method?: string
  readonly digest?: string
  readonly canonicalization?: string
  readonly transforms?: readonly string[]
  readonly secret?: string
  /** Prefixes that the canonical form always declares. */
  readonly inclusivePrefixes?: readonly string[]
}

const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** Signs the first element of this name. The signature comes after its issuer. */
export function sign(xml: string, element: string, options: SigningOptions = {}): string {
  const { keys = idpKeys, method = rsaSha256, digest = sha256, canonicalization = exclusive } = options
  const signer = new SignedXml({
    privateKey: options.secret ?? keys.key,
    publicCert: options.keyInfo ?? keys.cert,
    signatureAlgorithm: method,
    canonicalizationAlgorithm: canonicalization,
  })
  if (options.secret !== undefined) signer.enableHMAC()
  const xpath = `//*[local-name(.)='${element}']`
  signer.addReference({
    xpath,
    digestAlgorithm: digest,
    transforms: [...(options.transforms ?? [enveloped, exclusive])],
    inclusiveNamespacesPrefixList: [...(options.inclusivePrefixes ?? [])],
  })
  signer.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: 'after' },
  })
  return signer.getSignedXml()
}

/** The default answer: a response with a signed assertion. */
export function signedAnswer(answer: Answer, options?: SigningOptions): string {
  return responseXml(answer, sign(assertionXml(answer), 'Assertion', options))
}

export interface EncryptionOptions {
  readonly cert?: string
  readonly cipher?: 'aes-256-gcm' | 'aes-256-cbc'
  readonly wrapping?: string
  /** The last byte of the CBC padding. */
  readonly padding?: number
}

const ciphers = {
  'aes-256-gcm': 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'aes-256-cbc': 'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
}
const oaep = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p'

/** An assertion with a holder-of-key confirmation. */
export function encrypted(assertion: string, options: EncryptionOptions = {}): string {
  const { cert = idpKeys.cert, cipher = 'aes-256-gcm', wrapping = oaep } = options
  const key = randomBytes(32)
  const padding = wrapping === oaep ? constants.RSA_PKCS1_OAEP_PADDING : constants.RSA_PKCS1_PADDING
  const wrapped = publicEncrypt({ key: cert, padding, ...(wrapping === oaep && { oaepHash: 'sha1' }) }, key)
  return [
    '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">',
    '<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element">',
    `<xenc:EncryptionMethod Algorithm="${ciphers[cipher]}"/>`,
    '<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey>',
    `<xenc:EncryptionMethod Algorithm="${wrapping}"/>`,
    `<xenc:CipherData><xenc:CipherValue>${wrapped.toString('base64')}</xenc:CipherValue></xenc:CipherData>`,
    '</xenc:EncryptedKey></ds:KeyInfo>',
    `<xenc:CipherData><xenc:CipherValue>${cipherText(assertion, { key, cipher, padding: options.padding }).toString('base64')}</xenc:CipherValue></xenc:CipherData>`,
    '</xenc:EncryptedData></saml:EncryptedAssertion>',
  ].join('')
}

function cipherText(
  text: string,
  { key, cipher, padding }: { key: Buffer; cipher: 'aes-256-gcm' | 'aes-256-cbc'; padding: number | undefined },
): Buffer {
  if (cipher === 'aes-256-gcm') {
    const iv = randomBytes(12)
    const gcm = createCipheriv(cipher, key, iv)
    return Buffer.concat([iv, gcm.update(text), gcm.final(), gcm.getAuthTag()])
  }
  const iv = randomBytes(16)
  const missing = 16 - (Buffer.byteLength(text) % 16)
  const filler = Buffer.concat([Buffer.alloc(missing - 1), Buffer.of(padding ?? missing)])
  const cbc = createCipheriv(cipher, key, iv).setAutoPadding(false)
  return Buffer.concat([iv, cbc.update(Buffer.concat([Buffer.from(text), filler])), cbc.final()])
}
