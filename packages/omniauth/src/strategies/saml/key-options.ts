import { describe, isHash, type OptionsReader } from '#core/options-reader'
import { certificatePem, type Fingerprint, privateKeyPem, readFingerprint } from './certificates.ts'

export interface Keys {
  readonly idpCertificates: readonly string[]
  readonly idpFingerprints: readonly Fingerprint[]
  readonly certificate: string | undefined
  readonly privateKey: string | undefined
}

/** Reads the trusted certificates, and the application's own key. A certificate overrides a fingerprint, as in Ruby. */
export function readKeys(args: OptionsReader): Keys {
  const idpCertificates = [...readPem(args, 'idp_cert', certificatePem), ...readMulti(args)]
  const idpFingerprints = idpCertificates.length > 0 ? [] : readPinned(args)
  const isGiven = ['idp_cert', 'idp_cert_multi', 'idp_cert_fingerprint'].some((key) => args.value(key) !== undefined)
  if (!isGiven)
    args.problem('idp_cert', "is missing: expected the identity provider's certificate, or its idp_cert_fingerprint")
  const [certificate] = readPem(args, 'certificate', certificatePem)
  const [privateKey] = readPem(args, 'private_key', privateKeyPem)
  if (privateKey !== undefined && certificate === undefined)
    args.problem('certificate', 'is missing: expected the certificate of private_key, which is part of the metadata')
  return { idpCertificates, idpFingerprints, certificate, privateKey }
}

function readPem(args: OptionsReader, key: string, read: (text: string) => string | undefined): string[] {
  const text = args.text(key)
  if (text === undefined || text === '') return []
  const pem = read(text)
  if (pem === undefined) args.problem(key, 'is not PEM: expected a text that begins with -----BEGIN')
  return pem === undefined ? [] : [pem]
}

/**
 * `{ signing: [...], encryption: [...] }`: several certificates, for the time when an identity provider changes its
 * certificate.
 */
function readMulti(args: OptionsReader): string[] {
  if (args.value('idp_cert_multi') === undefined) return []
  const multi = args.hash('idp_cert_multi')
  multi.onlyKnown(['signing', 'encryption'])
  const list = multi.value('signing') ?? []
  if (!Array.isArray(list) || list.length === 0) {
    multi.problem('signing', `is ${describe(list)}: expected a list of certificates`)
    return []
  }
  return list.flatMap((item: unknown) => {
    const text = isHash(item) ? item['certificate'] : item
    const pem = typeof text === 'string' ? certificatePem(text) : undefined
    if (pem === undefined) multi.problem('signing', 'has an entry that is not a certificate in PEM')
    return pem === undefined ? [] : [pem]
  })
}

function readPinned(args: OptionsReader): Fingerprint[] {
  const text = args.text('idp_cert_fingerprint')
  if (text === undefined) return []
  const fingerprint = readFingerprint(text)
  if (fingerprint === undefined) {
    args.problem(
      'idp_cert_fingerprint',
      'is not a fingerprint: expected 40 hex digits (SHA-1), or 64, 96 or 128 of SHA-2. MD5 is not accepted',
    )
    return []
  }
  const algorithm = args.text('idp_cert_fingerprint_algorithm')
  if (algorithm !== undefined && !algorithm.toLowerCase().endsWith(fingerprint.hash.replace('-', '').toLowerCase()))
    args.problem(
      'idp_cert_fingerprint_algorithm',
      `does not match the length of the fingerprint, which is ${fingerprint.hash}`,
    )
  if (fingerprint.hash === 'SHA-1') {
    args.warning(
      'idp_cert_fingerprint',
      'is a SHA-1 fingerprint: better set the certificate as idp_cert, or a SHA-256 fingerprint',
    )
  }
  return [fingerprint]
}
