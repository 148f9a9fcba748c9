import type { OptionsReader } from '#core/options-reader'
import { digestMethods, signatureMethods } from './names.ts'

/** What is signed and encrypted, in addition to the signature that every answer must have. */
export interface Security {
  readonly signRequests: boolean
  readonly signLogoutRequests: boolean
  readonly signLogoutResponses: boolean
  /** Whether the assertion itself must be signed: a signature of the whole response is not enough. */
  readonly wantAssertionsSigned: boolean
  readonly wantAssertionsEncrypted: boolean
  readonly signatureAlgorithm: 'sha256' | 'sha512'
}

const flags = [
  'authn_requests_signed',
  'logout_requests_signed',
  'logout_responses_signed',
  'want_assertions_signed',
  'want_assertions_encrypted',
]
const refused: Readonly<Record<string, string>> = {
  metadata_signed: 'is not supported: fetch the metadata over https instead, or compare the certificate',
  check_idp_cert_expiration: 'is not supported: a certificate is valid as long as it is in the configuration',
}
const idle = ['want_name_id', 'want_messages_signed', 'embed_sign', 'strict_audience_validation']
const alsoIdle = ['check_sp_cert_expiration', 'lowercase_url_encoding']

export function readSecurity(security: OptionsReader, { hasKey }: { hasKey: boolean }): Security {
  security.onlyKnown([...flags, ...Object.keys(refused), ...idle, ...alsoIdle, 'signature_method', 'digest_method'])
  for (const [key, why] of Object.entries(refused)) if (security.flag(key) === true) security.problem(key, why)
  const flag = (key: string) => security.flag(key) ?? false
  for (const key of flags.filter((one) => one !== 'want_assertions_signed')) {
    if (flag(key) && !hasKey) security.problem(key, 'is on, but private_key is missing: set it too')
  }
  readAlgorithm(security, 'digest_method', digestMethods)
  return {
    signRequests: flag('authn_requests_signed'),
    signLogoutRequests: flag('logout_requests_signed'),
    signLogoutResponses: flag('logout_responses_signed'),
    wantAssertionsSigned: flag('want_assertions_signed'),
    wantAssertionsEncrypted: flag('want_assertions_encrypted'),
    signatureAlgorithm: readAlgorithm(security, 'signature_method', signatureMethods),
  }
}

/** The algorithm of the application's own signatures. SHA-1 is never used. */
function readAlgorithm(
  security: OptionsReader,
  key: string,
  methods: Readonly<Record<string, 'sha256' | 'sha512'>>,
): 'sha256' | 'sha512' {
  const given = security.text(key)
  if (given === undefined) return 'sha256'
  const known = methods[given]
  if (known === undefined) security.problem(key, `is not accepted: expected one of ${Object.keys(methods).join(', ')}`)
  return known ?? 'sha256'
}
