import type { SAML, SamlConfig } from '@node-saml/node-saml'
import { ConfigurationError } from '#core/configuration-error'
import { base64, utf8Bytes } from '#core/encoding'
import { unverified } from './decryption.ts'

/** What the library signs with, and at which addresses it sends. */
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
  /** PEM; only where something is verified. */
  readonly idpCert?: string[]
}

/** Nothing is remembered by the library, whose own memory would live no longer than one request. */
const nothing = { saveAsync: async () => null, getAsync: async () => null, removeAsync: async () => null }

/**
 * The library for one message. It builds and signs requests, decrypts, and verifies signatures; what an answer says is judged here, by our own clock: its own checks of
 * time, audience and request are switched off.
 * @see https://github.com/node-saml/node-saml
 */
export async function library(options: LibraryOptions): Promise<SAML> {
  const { SAML, ValidateInResponseTo } = await load()
  return new SAML({
    ...options,
    // The library wants one even where it verifies nothing: this is none, and no signature fits it.
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

/** The assertion of a response, as it was signed: canonical, without its signature. Throws `invalid_ticket`. */
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

/** Throws `invalid_ticket` unless the signature inside the request is good. */
export async function verifyRequest(saml: SAML, request: string): Promise<void> {
  try {
    await saml.validatePostRequestAsync({ SAMLRequest: base64Of(request) })
  } catch (thrown) {
    throw unverified(thrown)
  }
}

/** In parts: a large message has more bytes than a call may have arguments. */
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
