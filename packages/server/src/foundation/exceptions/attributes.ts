import { CognitoException } from './exception.ts'

/** The attribute and what is wrong with it, as `email: The attribute is required`. */
export const attributesNotConforming = (detail: string): CognitoException =>
  new CognitoException('InvalidParameterException', `Attributes did not conform to the schema: ${detail}`)

export const attributeRequired = (attribute: string): CognitoException =>
  attributesNotConforming(`${attribute}: The attribute is required`)

export const attributeUnknown = (attribute: string): CognitoException =>
  attributesNotConforming(`${attribute}: Attribute does not exist in the schema.`)

export const attributeNotMutable = (attribute: string): CognitoException =>
  new CognitoException('InvalidParameterException', `user.${attribute}: Attribute cannot be updated.`)

/** The app client's list of writable attributes does not hold it. */
export const unauthorizedAttributeWrite = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'A client attempted to write unauthorized attribute')

export const invalidEmailFormat = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Invalid email address format.')

export const invalidPhoneNumberFormat = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Invalid phone number format.')
