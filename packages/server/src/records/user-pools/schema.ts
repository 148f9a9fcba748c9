import type { SchemaAttributeType } from '@poolhouse/contract'
import {
  customAttributeNameOfWrongLength,
  customAttributeRequired,
  schemaAttributeGivenTwice,
  standardAttributeTypeFixed,
  subNotChangeable,
  tooManyCustomAttributes,
} from '#foundation/exceptions/user-pool-settings'

/** The maximum length of an attribute's value. */
const longestValue = '2048'

const text = (name: string, minLength = '0', maxLength = longestValue): SchemaAttributeType => ({
  Name: name,
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  StringAttributeConstraints: { MinLength: minLength, MaxLength: maxLength },
})

const flag = (name: string): SchemaAttributeType => ({
  Name: name,
  AttributeDataType: 'Boolean',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
})

/**
 * The attributes that every pool has. They follow OpenID Connect's standard claims.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#cognito-user-pools-standard-attributes
 */
const standardAttributes: readonly SchemaAttributeType[] = [
  { ...text('sub', '1'), Mutable: false, Required: true },
  text('name'),
  text('given_name'),
  text('family_name'),
  text('middle_name'),
  text('nickname'),
  text('preferred_username'),
  text('profile'),
  text('picture'),
  text('website'),
  text('email'),
  flag('email_verified'),
  text('gender'),
  text('birthdate', '10', '10'),
  text('zoneinfo'),
  text('locale'),
  text('phone_number'),
  flag('phone_number_verified'),
  text('address'),
  {
    Name: 'updated_at',
    AttributeDataType: 'Number',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    NumberAttributeConstraints: { MinValue: '0' },
  },
]

const mostCustomAttributes = 50
const longestCustomName = 20

/** Standard attributes by name. */
export const standardAttributeNames: readonly string[] = standardAttributes.map((attribute) => attribute.Name ?? '')

/**
 * A pool's schema, from the request of CreateUserPool: standard attributes with changed flags, and custom attributes.
 * @throws InvalidParameterException
 */
export function schemaOf(asked: readonly SchemaAttributeType[] = []): SchemaAttributeType[] {
  const byName = new Map(asked.map((attribute) => [attribute.Name ?? '', attribute]))
  if (byName.size !== asked.length) throw schemaAttributeGivenTwice()
  const standard = standardAttributes.map((attribute) => adjusted(attribute, byName.get(attribute.Name ?? '')))
  const custom = asked.filter(({ Name }) => !standardAttributeNames.includes(Name ?? '')).map(customAttribute)
  if (custom.length > mostCustomAttributes) {
    throw tooManyCustomAttributes(mostCustomAttributes)
  }
  return [...standard, ...custom]
}

function adjusted(standard: SchemaAttributeType, asked: SchemaAttributeType | undefined): SchemaAttributeType {
  if (!asked) return standard
  if (asked.AttributeDataType !== undefined && asked.AttributeDataType !== standard.AttributeDataType) {
    throw standardAttributeTypeFixed(standard.Name ?? '', standard.AttributeDataType ?? 'String')
  }
  if (standard.Name === 'sub') {
    if (asked.Mutable === true || asked.Required === false) throw subNotChangeable()
    return standard
  }
  return {
    ...standard,
    Mutable: asked.Mutable ?? standard.Mutable,
    Required: asked.Required ?? standard.Required,
    ...(standard.StringAttributeConstraints && {
      StringAttributeConstraints: { ...standard.StringAttributeConstraints, ...asked.StringAttributeConstraints },
    }),
    ...(standard.NumberAttributeConstraints && {
      NumberAttributeConstraints: { ...standard.NumberAttributeConstraints, ...asked.NumberAttributeConstraints },
    }),
  }
}

function customAttribute(asked: SchemaAttributeType): SchemaAttributeType {
  const name = (asked.Name ?? '').replace(/^custom:/, '')
  if (name === '' || name.length > longestCustomName) {
    throw customAttributeNameOfWrongLength(longestCustomName)
  }
  if (asked.Required) throw customAttributeRequired()
  return {
    Name: `custom:${name}`,
    AttributeDataType: asked.AttributeDataType ?? 'String',
    DeveloperOnlyAttribute: false,
    Mutable: asked.Mutable ?? false,
    Required: false,
    ...((asked.AttributeDataType ?? 'String') === 'String' && {
      StringAttributeConstraints: asked.StringAttributeConstraints ?? {},
    }),
    ...(asked.AttributeDataType === 'Number' && {
      NumberAttributeConstraints: asked.NumberAttributeConstraints ?? {},
    }),
  }
}
