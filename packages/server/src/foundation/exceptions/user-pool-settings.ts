import { CognitoException } from './exception.ts'

export const aliasAndUsernameAttributesBothSet = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
    { reason: 'alias-and-username-attributes-both-set' },
  )

export const preferredUsernameAliasRequired = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'preferred_username can not be both an alias and a required attribute.',
    { reason: 'preferred-username-alias-required' },
  )

export const schemaAttributeGivenTwice = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'The schema names an attribute twice.', {
    reason: 'schema-attribute-given-twice',
  })

export const standardAttributeTypeFixed = (attribute: string, type: string): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    `${attribute}: The type of a standard attribute is ${type} and can't be changed.`,
    { reason: 'standard-attribute-type-fixed', params: { attribute, type } },
  )

export const subNotChangeable = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'sub: The attribute can’t be changed.', {
    reason: 'sub-not-changeable',
  })

export const tooManyCustomAttributes = (most: number): CognitoException =>
  new CognitoException('InvalidParameterException', `A user pool has at most ${most} custom attributes.`, {
    reason: 'too-many-custom-attributes',
    params: { most },
  })

export const customAttributeNameOfWrongLength = (longest: number): CognitoException =>
  new CognitoException('InvalidParameterException', `A custom attribute's name has 1 to ${longest} characters.`, {
    reason: 'custom-attribute-name-of-wrong-length',
    params: { longest },
  })

export const customAttributeRequired = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Required custom attributes are not supported currently.', {
    reason: 'custom-attribute-required',
  })
