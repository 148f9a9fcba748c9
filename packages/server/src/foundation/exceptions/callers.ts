import { CognitoException } from './exception.ts'

export const missingAuthenticationToken = (): CognitoException =>
  new CognitoException('MissingAuthenticationTokenException', 'Missing Authentication Token')

/** The header can not be read; `detail` says what is missing and never repeats the header. */
export const incompleteSignature = (detail: string): CognitoException =>
  new CognitoException('IncompleteSignatureException', detail)

export const signatureDoesNotMatch = (): CognitoException =>
  invalidSignature(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  )

/** The signature may be right for something else: another day, region or service. */
export const invalidSignature = (message: string): CognitoException =>
  new CognitoException('InvalidSignatureException', message)

/** No such access key. */
export const unrecognizedClient = (): CognitoException =>
  new CognitoException('UnrecognizedClientException', 'The security token included in the request is invalid.')
