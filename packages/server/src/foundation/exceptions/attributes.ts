import { CognitoException } from './exception.ts'
import type { AttributeFault } from './reasons.ts'

const toTheSchema = (attribute: string, fault: string): string =>
  `Attributes did not conform to the schema: ${attribute}: ${fault}`

/** The value of an attribute does not have the form that the schema requires. */
export const attributeNotConforming = (attribute: string, fault: AttributeFault): CognitoException =>
  new CognitoException('InvalidParameterException', toTheSchema(attribute, faultText(fault)), {
    reason: 'attribute-not-conforming',
    params: { attribute, ...fault },
  })

function faultText(fault: AttributeFault): string {
  switch (fault.rule) {
    case 'too-short':
      return `String must be longer than ${fault.limit} characters.`
    case 'too-long':
      return `String must be shorter than ${fault.limit} characters.`
    case 'below-minimum':
      return `Number must be at least ${fault.limit}.`
    case 'above-maximum':
      return `Number must be at most ${fault.limit}.`
    case 'forbidden-characters':
      return 'The value has characters that can not be stored.'
    case 'not-a-username':
      return 'The value is not a username.'
    case 'not-a-number':
      return 'Number is not of the right form.'
    case 'not-a-boolean':
      return 'Value must be true or false.'
    case 'not-a-date':
      return 'DateTime is not of the right form.'
  }
}

export const attributeRequired = (attribute: string): CognitoException =>
  new CognitoException('InvalidParameterException', toTheSchema(attribute, 'The attribute is required'), {
    reason: 'attribute-required',
    params: { attribute },
  })

export const attributeUnknown = (attribute: string): CognitoException =>
  new CognitoException('InvalidParameterException', toTheSchema(attribute, 'Attribute does not exist in the schema.'), {
    reason: 'attribute-unknown',
    params: { attribute },
  })

export const attributeGivenTwice = (attribute: string): CognitoException =>
  new CognitoException('InvalidParameterException', `The attribute ${attribute} is given twice.`, {
    reason: 'attribute-given-twice',
    params: { attribute },
  })

export const attributeNotMutable = (attribute: string): CognitoException =>
  new CognitoException('InvalidParameterException', `user.${attribute}: Attribute cannot be updated.`, {
    reason: 'attribute-not-mutable',
    params: { attribute },
  })

/** The attribute is not in the app client's list of writable attributes. */
export const unauthorizedAttributeWrite = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'A client attempted to write unauthorized attribute', {
    reason: 'unauthorized-attribute-write',
  })

export const invalidEmailFormat = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Invalid email address format.', {
    reason: 'invalid-email-format',
  })

export const invalidPhoneNumberFormat = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Invalid phone number format.', {
    reason: 'invalid-phone-number-format',
  })
