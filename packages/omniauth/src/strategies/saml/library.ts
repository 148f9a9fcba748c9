import type { SAML, SamlConfig } from '@node-saml/node-saml'
import { ConfigurationError } from '#core/configuration-error'
import { base64, utf8Bytes } from '#core/encoding'
import { unverified } from './decryption.ts'

/** The options of the library that this strategy uses. */
export type LibraryOptions = Pick<
  SamlConfig,
  | 'issuer'
  | 'callbackUrl'
  | 'entryPoint'
  | 'logoutUrl'
  | 'privateKey'
  | 'signatureAlgorithm'
  | 'decryptionPvk'
  | 'identifierFormat'
  | 'authnContext'
  | 'racComparison'
  | 'forceAuthn'
  | 'passive'
  | 'generateUniqueId'
  | 'wantAssertionsSigned'
> & {
  /** PEM. Only needed to verify a signature. */
  readonly idpCert?: string[]
}

/** The library keeps no state: its own cache would last for only one request. */
const nothing = { saveAsync: async () => null, getAsync: async () => null, removeAsync: async () => null }

/**
 * The library for one message. It builds and signs requests, decrypts, and verifies signatures. Its checks of time,
 * audience and request are off, because `judge` does them with the application's clock.
 * @see https://github.com/node-saml/node-saml
 */
export async function library(options: LibraryOptions): Promise<SAML> {
  const { SAML, ValidateInResponseTo } = await load()
  return new SAML({
    ...options,
    // The library requires a value even if it verifies nothing. No signature can match this one.
    idpCert: options.idpCert ?? 'none',
    wantAuthnResponseSigned: false,
    wantAssertionsSigned: options.wantAssertionsSigned ?? false,
    audience: false,
    acceptedClockSkewMs: -1,
    validateInResponseTo: ValidateInResponseTo.never,
    cacheProvider: nothing,
    disableRequestedAuthnContext: options.authnContext === undefined,
  })
}

/** The signed form of a response's assertion: canonical, without its signature. Throws `invalid_ticket`. */
export async function verifiedAssertion(saml: SAML, response: string): Promise<string> {
  let assertion: string | undefined
  try {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: base64Of(response) })
    assertion = profile?.getAssertionXml?.()
  } catch (thrown) {
    throw unverified(thrown)
  }
  if (assertion === undefined) throw unverified('The library found no assertion')
  return assertion
}

/** Throws `invalid_ticket` unless the signature inside the request is valid. */
export async function verifyRequest(saml: SAML, request: string): Promise<void> {
  try {
    await saml.validatePostRequestAsync({ SAMLRequest: base64Of(request) })
  } catch (thrown) {
    throw unverified(thrown)
  }
}

/** Encodes in parts: a large message has more bytes than a call can have arguments. */
function base64Of(text: string): string {
  const bytes = utf8Bytes(text)
  let encoded = ''
  for (let at = 0; at < bytes.length; at += 3 * 8192) encoded += base64(bytes.subarray(at, at + 3 * 8192))
  return encoded
}

async function load(): Promise<typeof import('@node-saml/node-saml')> {
  try {
    return await import('@node-saml/node-saml')
  } catch (thrown) {
    throw new ConfigurationError([{ message: 'SAML needs its library: npm i @node-saml/node-saml' }], { cause: thrown })
  }
}
