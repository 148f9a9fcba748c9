import { invalidTicket } from '#core/failure'
import type { ProviderSignOut } from '#core/strategy'
import { instant } from './assertion.ts'
import { assertionNs, protocolNs } from './names.ts'
import { childrenNamed, onlyChild, textOf, type XmlElement } from './xml.ts'

/** How long after it was written a request to sign somebody out is acted on, when it does not say so itself. */
const lifetimeMs = 5 * 60 * 1000

export interface LogoutRequest {
  readonly id: string
  readonly issuer: string
  /** Epoch milliseconds; after it the request is refused anyway. */
  readonly expiresAt: number
  readonly who: Omit<ProviderSignOut, 'provider'>
}

/**
 * Judges a verified request of the identity provider to sign a person out. Throws `invalid_ticket`.
 * @see https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf section 4.4.4.1
 */
export function judgeLogout(
  request: XmlElement,
  expected: {
    destination: string
    issuer: string | undefined
    /** Whether uids are what `NameID` says. */
    uidIsNameId: boolean
    now: number
    skew: number
  },
): LogoutRequest {
  const { attributes } = request
  if (request.namespace !== protocolNs || request.name !== 'LogoutRequest') throw wrong('is not a logout request')
  if (attributes.get('Version') !== '2.0') throw wrong('is not of SAML 2.0')
  if ((attributes.get('Destination') ?? expected.destination) !== expected.destination)
    throw wrong('is addressed to another place')
  const issuer = onlyChild(request, assertionNs, 'Issuer')
  const issuerName = issuer && textOf(issuer)
  if (issuerName === undefined || issuerName === '' || (expected.issuer ?? issuerName) !== issuerName)
    throw wrong('is of another issuer')
  const id = attributes.get('ID') ?? ''
  const expiresAt = endOf(request, expected)
  if (id === '') throw wrong('has no id')
  return { id, issuer: issuerName, expiresAt, who: whoOf(request, expected) }
}

function endOf({ attributes }: XmlElement, { now, skew }: { now: number; skew: number }): number {
  const written = instant(attributes.get('IssueInstant'))
  if (written === undefined || written > now + skew) throw wrong('is not valid yet')
  const end = Math.min(instant(attributes.get('NotOnOrAfter')) ?? Number.POSITIVE_INFINITY, written + lifetimeMs) + skew
  if (now >= end) throw wrong('has expired')
  return end
}

/** A request that names several sessions of a person is told as one about the person. */
function whoOf(request: XmlElement, { uidIsNameId }: { uidIsNameId: boolean }): LogoutRequest['who'] {
  const nameId = onlyChild(request, assertionNs, 'NameID')
  const subject = nameId && textOf(nameId)
  const sids = childrenNamed(request, protocolNs, 'SessionIndex').map(textOf)
  const [sid] = sids
  const who = {
    ...(subject !== undefined && subject !== '' && { subject, ...(uidIsNameId && { uid: subject }) }),
    ...(sids.length === 1 && sid !== undefined && sid !== '' && { sid }),
  }
  if (Object.keys(who).length === 0) throw wrong('names nobody')
  return who
}

function wrong(why: string): Error {
  return invalidTicket(`The SAML message ${why}`)
}
