import { invalidTicket } from '#core/failure'
import { shown } from './message.ts'
import { assertionNs, protocolNs, samlValues } from './names.ts'
import { childrenNamed, everyElement, onlyChild, textOf, type XmlElement } from './xml.ts'

/** What an answer to this sign-in must contain. */
export interface Expected {
  /** The `ID` of the request. Undefined: there was no request, and the answer must not name one. */
  readonly requestId: string | undefined
  /** The entity id of this application. */
  readonly audience: string
  /** The URL that receives answers. */
  readonly recipient: string
  /** The entity id of the identity provider, if it is known. */
  readonly issuer: string | undefined
  /** Epoch milliseconds. */
  readonly now: number
  /** How far the provider's clock may be off, in milliseconds. */
  readonly skew: number
}

/** The content of a verified assertion. */
export interface Statement {
  readonly assertionId: string
  readonly issuer: string
  readonly nameId: string
  readonly nameIdFormat: string | undefined
  readonly sessionIndex: string | undefined
  /** How the person signed in at the provider. */
  readonly authnContexts: readonly string[]
  readonly attributes: ReadonlyMap<string, readonly string[]>
  /** Epoch milliseconds. Later, the assertion is refused in any case. */
  readonly expiresAt: number
}

interface Answer {
  /** As received, with no proof of a signature. It can only cause a refusal. */
  readonly response: XmlElement
  /** The signed form. */
  readonly assertion: XmlElement
}

/**
 * Checks a response with its verified assertion against each rule of the web browser profile, in order. Throws
 * `invalid_ticket`.
 * @see https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf section 4.1.4.3
 */
export function judge(answer: Answer, expected: Expected): Statement {
  for (const check of [
    version,
    responseDestination,
    responseRequest,
    issuers,
    conditionsTime,
    knownConditions,
    audiences,
    subjectConfirmation,
    sessions,
  ])
    check(answer, expected)
  return statementOf(answer.assertion, expected)
}

/** Throws `invalid_ticket` with the provider's reason, unless the status is success. */
export function checkStatus(response: XmlElement): void {
  const status = onlyChild(response, protocolNs, 'Status')
  const code = status && onlyChild(status, protocolNs, 'StatusCode')
  if (code?.attributes.get('Value') === samlValues.success) return
  const codes = status === undefined ? [] : [...everyElement(status)].filter(({ name }) => name === 'StatusCode')
  const reasons = codes.map(({ attributes }) => shown(/[^:]*$/.exec(attributes.get('Value') ?? '')?.[0] ?? ''))
  const reason = reasons.slice(0, 3).join(', ') || 'no status'
  throw wrong(`The identity provider did not sign the person in: ${reason}`)
}

type Check = (answer: Answer, expected: Expected) => void

const version: Check = ({ response, assertion }) => {
  for (const { attributes } of [response, assertion])
    if (attributes.get('Version') !== '2.0') throw wrong('The answer is not SAML 2.0')
}

const responseDestination: Check = ({ response }, { recipient }) => {
  const destination = response.attributes.get('Destination')
  if (destination !== undefined && destination !== recipient) throw wrong('The response has another destination')
}

const responseRequest: Check = ({ response }, { requestId }) => {
  if (response.attributes.get('InResponseTo') !== requestId) throw wrong('The response belongs to another request')
}

const issuers: Check = ({ response, assertion }, { issuer }) => {
  const named = issuerOf(assertion)
  if (named === undefined || named === '') throw wrong('The assertion has no issuer')
  if (issuer !== undefined && named !== issuer) throw wrong('The assertion has another issuer')
  if ((issuerOf(response) ?? named) !== named) throw wrong('Response and assertion have different issuers')
}

const conditionsTime: Check = ({ assertion }, { now, skew }) => {
  inTime(conditionsOf(assertion), { now, skew }, 'The assertion')
}

/** An assertion with an unknown condition is not valid (SAML Core 2.5.1.1). */
const knownConditions: Check = ({ assertion }) => {
  const known = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction']
  for (const { name, namespace } of conditionsOf(assertion).children)
    if (namespace !== assertionNs || !known.includes(name)) throw wrong('The assertion has an unknown condition')
}

const audiences: Check = ({ assertion }, { audience }) => {
  const restrictions = childrenNamed(conditionsOf(assertion), assertionNs, 'AudienceRestriction')
  if (restrictions.length === 0) throw wrong('The assertion has no audience')
  for (const restriction of restrictions) {
    const named = childrenNamed(restriction, assertionNs, 'Audience').map(textOf)
    if (!named.includes(audience)) throw wrong('The assertion is for another audience')
  }
}

const subjectConfirmation: Check = ({ assertion }, expected) => {
  const attempts = bearerData(assertion).map((data) => unconfirmed(data, expected))
  if (attempts.length === 0) throw wrong('The assertion has no bearer confirmation')
  const [reason] = attempts
  if (reason !== undefined && !attempts.includes(undefined)) throw wrong(`The subject is not confirmed: ${reason}`)
}

const sessions: Check = ({ assertion }, { now, skew }) => {
  const statements = childrenNamed(assertion, assertionNs, 'AuthnStatement')
  if (statements.length === 0) throw wrong('The assertion has no sign-in statement')
  for (const { attributes } of statements) {
    const end = instant(attributes.get('SessionNotOnOrAfter'))
    if (end !== undefined && now - skew >= end) throw wrong('The session at the identity provider is over')
  }
}

/** Why this confirmation is not valid. Undefined if it is valid. */
function unconfirmed({ attributes }: XmlElement, { requestId, recipient, now, skew }: Expected): string | undefined {
  const until = instant(attributes.get('NotOnOrAfter'))
  const from = instant(attributes.get('NotBefore'))
  if (attributes.get('Recipient') !== recipient) return 'it has another recipient'
  if (attributes.get('InResponseTo') !== requestId) return 'it belongs to another request'
  if (until === undefined) return 'it has no expiry time'
  if (now - skew >= until) return 'it has expired'
  return from !== undefined && now + skew < from ? 'it is not valid yet' : undefined
}

function inTime({ attributes }: XmlElement, { now, skew }: { now: number; skew: number }, what: string): void {
  const from = instant(attributes.get('NotBefore'))
  const until = instant(attributes.get('NotOnOrAfter'))
  if (from !== undefined && now + skew < from) throw wrong(`${what} is not valid yet`)
  if (until !== undefined && now - skew >= until) throw wrong(`${what} has expired`)
}

function statementOf(assertion: XmlElement, { skew }: Expected): Statement {
  const assertionId = assertion.attributes.get('ID') ?? ''
  const subject = onlyChild(assertion, assertionNs, 'Subject')
  const nameId = subject && onlyChild(subject, assertionNs, 'NameID')
  const [authn] = childrenNamed(assertion, assertionNs, 'AuthnStatement')
  if (assertionId === '') throw wrong('The assertion has no id')
  const ends = bearerData(assertion).map(({ attributes }) => instant(attributes.get('NotOnOrAfter')) ?? 0)
  return {
    assertionId,
    issuer: issuerOf(assertion) ?? '',
    nameId: nameId === undefined ? '' : textOf(nameId),
    nameIdFormat: nameId?.attributes.get('Format'),
    sessionIndex: authn?.attributes.get('SessionIndex'),
    authnContexts: authnContexts(assertion),
    attributes: attributesOf(assertion),
    expiresAt: Math.max(...ends) + skew,
  }
}

function authnContexts(assertion: XmlElement): string[] {
  return childrenNamed(assertion, assertionNs, 'AuthnStatement')
    .flatMap((statement) => childrenNamed(statement, assertionNs, 'AuthnContext'))
    .flatMap((context) => childrenNamed(context, assertionNs, 'AuthnContextClassRef'))
    .map(textOf)
}

/** If an attribute occurs twice, the result has the values of both, as in the Ruby library. */
function attributesOf(assertion: XmlElement): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const statement of childrenNamed(assertion, assertionNs, 'AttributeStatement')) {
    for (const attribute of childrenNamed(statement, assertionNs, 'Attribute')) {
      const name = attribute.attributes.get('Name') ?? ''
      const values = childrenNamed(attribute, assertionNs, 'AttributeValue').map(wholeText)
      found.set(name, [...(found.get(name) ?? []), ...values])
    }
  }
  return found
}

/** A value may be an element, such as a NameID. */
function wholeText(element: XmlElement): string {
  return [...everyElement(element)].map(({ text }) => text.trim()).join('')
}

function issuerOf(element: XmlElement): string | undefined {
  const issuer = onlyChild(element, assertionNs, 'Issuer')
  return issuer && textOf(issuer)
}

function conditionsOf(assertion: XmlElement): XmlElement {
  const conditions = onlyChild(assertion, assertionNs, 'Conditions')
  if (conditions === undefined) throw wrong('The assertion has no conditions')
  return conditions
}

function bearerData(assertion: XmlElement): XmlElement[] {
  const subject = onlyChild(assertion, assertionNs, 'Subject')
  return (subject === undefined ? [] : childrenNamed(subject, assertionNs, 'SubjectConfirmation'))
    .filter(({ attributes }) => attributes.get('Method') === samlValues.bearer)
    .map((confirmation) => onlyChild(confirmation, assertionNs, 'SubjectConfirmationData'))
    .filter((data) => data !== undefined)
}

/** Reads a time as SAML writes it. Throws `invalid_ticket` if it can not be read. */
export function instant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text)
  const time = isInstant ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw wrong('The answer has a time that can not be read')
  return time
}

function wrong(message: string): Error {
  return invalidTicket(message)
}
