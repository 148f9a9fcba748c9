import { CognitoException } from './exception.ts'

export const missingAuthenticationToken = (): CognitoException =>
  new CognitoException('MissingAuthenticationTokenException', 'Missing Authentication Token', {
    reason: 'missing-authentication-token',
  })

/** The access key does not exist. */
export const unrecognizedClient = (): CognitoException =>
  new CognitoException('UnrecognizedClientException', 'The security token included in the request is invalid.', {
    reason: 'unrecognized-client',
  })

// The server can not read the signature. These messages say what is missing and never repeat the Authorization header.

export const signatureAlgorithmNotSupported = (expected: string): CognitoException =>
  new CognitoException('IncompleteSignatureException', `Authorization header requires the algorithm '${expected}'.`, {
    reason: 'signature-algorithm-not-supported',
    params: { expected },
  })

export const authorizationHeaderUnreadable = (): CognitoException =>
  new CognitoException('IncompleteSignatureException', 'Authorization header can not be read.', {
    reason: 'authorization-header-unreadable',
  })

export const authorizationParameterMissing = (parameter: string): CognitoException =>
  new CognitoException('IncompleteSignatureException', `Authorization header requires '${parameter}' parameter.`, {
    reason: 'authorization-parameter-missing',
    params: { parameter },
  })

export const credentialMalformed = (): CognitoException =>
  new CognitoException(
    'IncompleteSignatureException',
    "Credential must have 5 parts: access key, date, region, service and 'aws4_request'.",
    { reason: 'credential-malformed' },
  )

export const signatureMalformed = (): CognitoException =>
  new CognitoException('IncompleteSignatureException', 'Signature must be 64 hexadecimal digits.', {
    reason: 'signature-malformed',
  })

export const signatureDateMissing = (): CognitoException =>
  new CognitoException(
    'IncompleteSignatureException',
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    { reason: 'signature-date-missing' },
  )

export const signatureDateMalformed = (date: string): CognitoException =>
  new CognitoException('IncompleteSignatureException', `Date must be in ISO-8601 'basic format'. Got '${date}'.`, {
    reason: 'signature-date-malformed',
    params: { date },
  })

// The server can read the signature, but it is not valid for this request.

export const signatureDoesNotMatch = (): CognitoException =>
  new CognitoException(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    { reason: 'signature-does-not-match' },
  )

export const signedHeaderMissing = (header: string): CognitoException =>
  new CognitoException('InvalidSignatureException', `'${header}' must be a 'SignedHeader' in the AWS Authorization.`, {
    reason: 'signed-header-missing',
    params: { header },
  })

/** @param region the region of the credential, made safe to show */
export const credentialOfAnotherRegion = (region: string): CognitoException =>
  new CognitoException('InvalidSignatureException', `Credential should be scoped to a valid region, not '${region}'.`, {
    reason: 'credential-of-another-region',
    params: { region },
  })

export const credentialOfAnotherService = (expected: string): CognitoException =>
  new CognitoException('InvalidSignatureException', `Credential should be scoped to correct service: '${expected}'.`, {
    reason: 'credential-of-another-service',
    params: { expected },
  })

/** @param of.signedAt in the form `20261123T120000Z`. Its day is not `scopeDate`. */
export const credentialOfAnotherDate = (of: { scopeDate: string; signedAt: string }): CognitoException =>
  new CognitoException(
    'InvalidSignatureException',
    `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${of.scopeDate}' != '${of.signedAt.slice(0, 8)}', from '${of.signedAt}'.`,
    { reason: 'credential-of-another-date', params: of },
  )

export const signatureExpired = (of: { signedAt: string; earliest: string; now: string }): CognitoException =>
  new CognitoException(
    'InvalidSignatureException',
    `Signature expired: ${of.signedAt} is now earlier than ${of.earliest} (${of.now} - 5 min.)`,
    { reason: 'signature-expired', params: of },
  )

export const signatureNotYetCurrent = (of: { signedAt: string; latest: string; now: string }): CognitoException =>
  new CognitoException(
    'InvalidSignatureException',
    `Signature not yet current: ${of.signedAt} is still later than ${of.latest} (${of.now} + 5 min.)`,
    { reason: 'signature-not-yet-current', params: of },
  )
