import type { Html } from '#markup/html'
import type { StandardAttribute, Texts } from '#texts/texts'
import type { AttributeField, FormPage } from '#view-models'
import { type FieldModel, field } from './field.ts'

type Input = Pick<FieldModel, 'type' | 'autocomplete' | 'inputmode' | 'multiline' | 'verbatim'>

/** The inputs of the standard attributes. */
const inputs: Readonly<Record<StandardAttribute, Input>> = {
  address: { autocomplete: 'street-address', multiline: true },
  birthdate: { type: 'date', autocomplete: 'bday' },
  email: { type: 'email', inputmode: 'email', autocomplete: 'email', verbatim: true },
  family_name: { autocomplete: 'family-name' },
  gender: { autocomplete: 'sex' },
  given_name: { autocomplete: 'given-name' },
  locale: { autocomplete: 'language', verbatim: true },
  middle_name: { autocomplete: 'additional-name' },
  name: { autocomplete: 'name' },
  nickname: { autocomplete: 'nickname' },
  phone_number: { type: 'tel', inputmode: 'tel', autocomplete: 'tel' },
  picture: { type: 'url', inputmode: 'url', autocomplete: 'photo' },
  preferred_username: { autocomplete: 'off', verbatim: true },
  profile: { type: 'url', inputmode: 'url', autocomplete: 'off' },
  website: { type: 'url', inputmode: 'url', autocomplete: 'url' },
  zoneinfo: { autocomplete: 'off', verbatim: true },
}

/** One user attribute, labelled and typed by its name. */
export function attributeField(page: FormPage, attribute: AttributeField): Html {
  return field(page, {
    name: attribute.name,
    label: attributeLabel(page.texts, attribute.name),
    value: attribute.value,
    required: attribute.required,
    ...(isStandard(attribute.name) ? inputs[attribute.name] : { type: attribute.type ?? 'text', autocomplete: 'off' }),
  })
}

/** The label of an attribute. */
export function attributeLabel({ attributes }: Texts, name: string): string {
  return isStandard(name) ? attributes[name] : customLabel(name)
}

const isStandard = (name: string): name is StandardAttribute => Object.hasOwn(inputs, name)

/** `custom:team` -> "Team": only its name is known. */
function customLabel(name: string): string {
  const [first = '', ...rest] = name.replace(/^custom:/, '')
  return first.toUpperCase() + rest.join('')
}
