import {
  describeOperation,
  type OperationName,
  type Operations,
  type Shape,
  type StructureShape,
} from '@poolhouse/contract'
import { toBase64 } from '#foundation/encoding'

/**
 * Encodes an operation's output as the body of the response. It writes only the contract's members, times in epoch seconds, and
 * bytes in base64.
 * @throws TypeError for a value that does not have the contract's type: that is a bug of the operation
 */
export function encodeOutput<Name extends OperationName>(name: Name, output: Operations[Name]['output']): string {
  return JSON.stringify(encodeStructure(describeOperation(name).output, output, name))
}

function encodeStructure(shape: StructureShape, value: object, path: string): object {
  const given = value as Readonly<Record<string, unknown>>
  const encoded: Record<string, unknown> = {}
  for (const [name, member] of shape.members) {
    const item = given[name]
    if (item !== undefined && item !== null) encoded[name] = encodeValue(member.shape, item, `${path}.${name}`)
  }
  return encoded
}

function encodeValue(shape: Shape, value: unknown, path: string): unknown {
  switch (shape.kind) {
    case 'structure':
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return encodeStructure(shape, value, path)
      break
    case 'list':
      if (Array.isArray(value)) return value.map((item, index) => encodeValue(shape.element, item, `${path}[${index}]`))
      break
    case 'map':
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        const entries = Object.entries(value).filter(([, item]) => item !== undefined && item !== null)
        return Object.fromEntries(entries.map(([key, item]) => [key, encodeValue(shape.value, item, `${path}.${key}`)]))
      }
      break
    case 'timestamp':
      if (typeof value === 'number' && Number.isFinite(value)) return value / 1000
      break
    case 'integer':
      if (Number.isSafeInteger(value)) return value
      break
    case 'blob':
      if (value instanceof Uint8Array) return toBase64(value)
      break
    case 'string':
    case 'boolean':
      if (typeof value === shape.kind) return value
      break
    case 'document':
      return value
  }
  // The message contains only the path: the value may be a secret.
  throw new TypeError(`${path} is not a ${shape.kind}`)
}
