import { invalidTicket } from '#core/failure'
import type { ProviderSignOut } from '#core/strategy'
import { instant } from './assertion.ts'
import { assertionNs, protocolNs } from './names.ts'
import { childrenNamed, onlyChild, textOf, type XmlElement } from './xml.ts'

/** The longest time for which a sign-out request is valid. */
const lifetimeMs = 5 * 60 * 1000

export interface LogoutRequest {
  readonly id: string
  readonly issuer: string
  /** Epoch milliseconds. Later, the request is refused in any case. */
  readonly expiresAt: number
  readonly who: Omit<ProviderSignOut, 'provider'>
}

/**
 * Checks a verified sign-out request of the identity provider. Throws `invalid_ticket`.
 * @see https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf section 4.4.4.1
 */
export function judgeLogout(
  request: XmlElement,
  expected: {
    destination: string
    issuer: string | undefined
    /** Whether the uid is the `NameID`. */
    uidIsNameId: boolean
    now: number
    skew: number
  },
): LogoutRequest {
  const { attributes } = request
  if (request.namespace !== protocolNs || request.name !== 'LogoutRequest') throw wrong('is not a logout request')
  if (attributes.get('Version') !== '2.0') throw wrong('is not SAML 2.0')
  if ((attributes.get('Destination') ?? expected.destination) !== expected.destination)
    throw wrong('has another destination')
  const issuer = onlyChild(request, assertionNs, 'Issuer')
  const issuerName = issuer && textOf(issuer)
  if (issuerName === undefined || issuerName === '' || (expected.issuer ?? issuerName) !== issuerName)
    throw wrong('has another issuer')
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

/** If a request names several sessions of a person, the result names the person only. */
function whoOf(request: XmlElement, { uidIsNameId }: { uidIsNameId: boolean }): LogoutRequest['who'] {
  const nameId = onlyChild(request, assertionNs, 'NameID')
  const subject = nameId && textOf(nameId)
  const sids = childrenNamed(request, protocolNs, 'SessionIndex').map(textOf)
  const [sid] = sids
  const who = {
    ...(subject !== undefined && subject !== '' && { subject, ...(uidIsNameId && { uid: subject }) }),
    ...(sids.length === 1 && sid !== undefined && sid !== '' && { sid }),
  }
  if (Object.keys(who).length === 0) throw wrong('names neither a person nor a session')
  return who
}

function wrong(why: string): Error {
  return invalidTicket(`The SAML message ${why}`)
}
