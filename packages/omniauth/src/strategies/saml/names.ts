/** Namespaces of SAML 2.0, XML signature and XML encryption. */
export const protocolNs = 'urn:oasis:names:tc:SAML:2.0:protocol'
export const assertionNs = 'urn:oasis:names:tc:SAML:2.0:assertion'
export const signatureNs = 'http://www.w3.org/2000/09/xmldsig#'
export const encryptionNs = 'http://www.w3.org/2001/04/xmlenc#'

export const postBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
export const redirectBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'

const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
const success = 'urn:oasis:names:tc:SAML:2.0:status:Success'
export const samlValues: { readonly bearer: string; readonly success: string } = { bearer, success }

export const exclusiveC14n = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** The accepted signature algorithms. SHA-1 can be forged, and HMAC would use the public certificate as its secret. */
export const signatureMethods: Readonly<Record<string, 'sha256' | 'sha512'>> = {
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512': 'sha512',
}
export const digestMethods: Readonly<Record<string, 'sha256' | 'sha512'>> = {
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
}

export type Comparison = 'exact' | 'minimum' | 'maximum' | 'better'
export const comparisons: readonly Comparison[] = ['exact', 'minimum', 'maximum', 'better']
