import {
  describeOperation,
  type OperationName,
  type Operations,
  type Shape,
  type StructureShape,
} from '@poolhouse/contract'
import { fromBase64 } from '#foundation/encoding'
import { bodyTypeMismatch } from '#foundation/exceptions/request-bodies'
import { validationErrors } from '#foundation/exceptions/requests'
import { parseBody } from './json.ts'
import { type Place, type Violations, violationsFor } from './validation.ts'

/**
 * Decodes a request's body as the operation's input: parses it, and checks it against the contract's types and constraints.
 * A member that is `null` counts as absent. Members that the contract does not have are ignored, as in AWS.
 * @throws SerializationException for a wrong type, InvalidParameterException for a broken constraint
 */
export function decodeInput<Name extends OperationName>(name: Name, body: Uint8Array): Operations[Name]['input'] {
  const violations = violationsFor()
  const { input } = describeOperation(name)
  const decoded = decodeStructure(input, parseBody(body), { path: '', sensitive: false }, violations)
  if (violations.count > 0) throw validationErrors(violations.messages())
  return decoded as Operations[Name]['input']
}

function decodeStructure(shape: StructureShape, value: unknown, place: Place, violations: Violations): object {
  const given = objectAt(value, place)
  const decoded: Record<string, unknown> = {}
  for (const { name, required, shape: memberShape } of shape.members.values()) {
    const member: Place = {
      path: joined(place.path, lowerFirst(name)),
      sensitive: place.sensitive || memberShape.sensitive,
    }
    const raw = Object.hasOwn(given, name) ? given[name] : undefined
    if (raw !== undefined && raw !== null) decoded[name] = decodeValue(memberShape, raw, member, violations)
    else if (required) violations.missing(member)
  }
  return decoded
}

function decodeValue(shape: Shape, value: unknown, place: Place, violations: Violations): unknown {
  switch (shape.kind) {
    case 'structure':
      return decodeStructure(shape, value, place, violations)
    case 'list': {
      const elements = listAt(value, place)
      violations.length(shape, elements.length, place)
      const element: Place = { path: `${place.path}`, sensitive: place.sensitive || shape.element.sensitive }
      return elements.map((item, index) => {
        const at = { ...element, path: `${place.path}.${index + 1}.member` }
        if (item !== null) return decodeValue(shape.element, item, at, violations)
        violations.missing(at)
        return item
      })
    }
    case 'map': {
      // The caller chooses the keys. Without a prototype, no key has a special meaning.
      const decoded: Record<string, unknown> = Object.create(null)
      const entries = Object.entries(objectAt(value, place)).filter(([, item]) => item !== null)
      violations.length(shape, entries.length, place)
      for (const [key, item] of entries) {
        violations.text(shape.key, key, place)
        const at = { path: `${place.path}.${key}.member`, sensitive: place.sensitive || shape.value.sensitive }
        decoded[key] = decodeValue(shape.value, item, at, violations)
      }
      return decoded
    }
    case 'string':
      if (typeof value !== 'string') throw wrongType(value, 'String', place)
      violations.text(shape, value, place)
      return value
    case 'integer':
      if (typeof value !== 'number') throw wrongType(value, 'Integer', place)
      violations.integer(shape, value, place)
      return value
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(value, 'Boolean', place)
      return value
    case 'timestamp':
      if (typeof value !== 'number') throw wrongType(value, 'Timestamp', place)
      return Math.round(value * 1000)
    case 'blob': {
      const bytes = typeof value === 'string' ? fromBase64(value) : undefined
      if (bytes === undefined) throw wrongType(value, 'Blob', place)
      violations.length(shape, bytes.length, place)
      return new Uint8Array(bytes)
    }
    case 'document':
      violations.document(value, place)
      return value
  }
}

function objectAt(value: unknown, place: Place): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongType(value, 'structure or map', place)
  return value as Readonly<Record<string, unknown>>
}

function listAt(value: unknown, place: Place): readonly unknown[] {
  if (!Array.isArray(value)) throw wrongType(value, 'list', place)
  return value
}

/** The message contains only the type of the value, never the value. */
const wrongType = (value: unknown, wanted: string, { path }: Place) =>
  bodyTypeMismatch({ path: path.slice(0, 256), found: typeName(value), wanted })

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'LIST'
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  return `${typeof value === 'object' ? 'STRUCTURE' : typeof value}_VALUE`
    .toUpperCase()
    .replace('STRUCTURE_VALUE', 'STRUCTURE')
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

/** AWS prints member names with a lower case first letter: `userPoolId`, `sMSMfaSettings`. */
const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
