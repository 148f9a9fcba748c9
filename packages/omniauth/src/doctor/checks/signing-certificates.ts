import { X509Certificate } from 'node:crypto'
import { blockKeys, type ExaminedProvider } from '../examined-provider.ts'
import type { Remark } from '../finding.ts'
import { day, endsSoon, notInForce } from './validity.ts'

const about = [blockKeys.idpCert, blockKeys.idpCerts]

/** Checks the SAML certificates of the identity provider, which verify its answers. */
export function checkSigningCertificates({ facts, services }: ExaminedProvider): Remark[] {
  return (facts.signingCertificates ?? []).map((pem) => judgeSigningCertificate(pem, services.clock()))
}

/**
 * An expired certificate still verifies signatures. It is a warning, because the provider will soon sign with a new
 * one.
 * @param now epoch milliseconds
 */
function judgeSigningCertificate(pem: string, now: number): Remark {
  const certificate = readCertificate(pem)
  const whose = "the identity provider's certificate"
  const renew = "copy the identity provider's certificate again, from its metadata"
  if (certificate === undefined) return { level: 'problem', message: `${whose} can't be read`, fix: renew, about }
  const validity = { validFrom: new Date(certificate.validFrom), validTo: new Date(certificate.validTo) }
  const wrong = notInForce({ whose, renew }, validity, now) ?? endsSoon({ whose, renew }, validity, now)
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
