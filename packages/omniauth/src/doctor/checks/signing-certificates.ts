import { X509Certificate } from 'node:crypto'
import type { Remark } from '../finding.ts'
import { blockKeys, type Patient } from '../patient.ts'
import { day, endsSoon, untimely } from './validity.ts'

const about = [blockKeys.idpCert, blockKeys.idpCerts]

/** SAML's certificates of the identity provider: its answers are verified with them. */
export function checkSigningCertificates({ facts, services }: Patient): Remark[] {
  return (facts.signingCertificates ?? []).map((pem) => judgeSigningCertificate(pem, services.clock()))
}

/** A certificate that has ended still verifies: it is a warning, since the provider signs with its next one sooner or later. @param now epoch milliseconds */
function judgeSigningCertificate(pem: string, now: number): Remark {
  const certificate = readCertificate(pem)
  const whose = "the identity provider's certificate"
  const renew = "copy the identity provider's certificate again, from its metadata"
  if (certificate === undefined) return { level: 'problem', message: `${whose} can't be read`, fix: renew, about }
  const validity = { validFrom: new Date(certificate.validFrom), validTo: new Date(certificate.validTo) }
  const wrong = untimely({ whose, renew }, validity, now) ?? endsSoon({ whose, renew }, validity, now)
  if (wrong !== undefined) return { ...wrong, level: 'warning', about }
  return { level: 'ok', message: `${whose} is valid until ${day(validity.validTo)}`, about }
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}
