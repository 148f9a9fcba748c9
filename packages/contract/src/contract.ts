import { enums, modelledExceptions, operations, structures, types } from './generated/tables.ts'
import type { Caller, ExceptionName, FrameworkException, OperationName } from './tables.ts'

/** The description of a value. It is read from the generated tables when it is first used, and then kept. */
export type Shape =
  | StringShape
  | IntegerShape
  | BlobShape
  | ListShape
  | MapShape
  | StructureShape
  | { readonly kind: 'boolean' | 'timestamp' | 'document'; readonly sensitive: boolean }

/** Lengths are in characters (code points). `pattern` is a Java regular expression, as AWS publishes it. */
export interface StringShape extends Bounds {
  readonly kind: 'string'
  readonly pattern: string | undefined
  /** The values of an enum, in alphabetical order. */
  readonly values: readonly string[] | undefined
}

export interface IntegerShape extends Bounds {
  readonly kind: 'integer'
}

/** Lengths are in bytes. */
export interface BlobShape extends Bounds {
  readonly kind: 'blob'
}

export interface ListShape extends Bounds {
  readonly kind: 'list'
  readonly element: Shape
}

export interface MapShape extends Bounds {
  readonly kind: 'map'
  readonly key: StringShape
  readonly value: Shape
}

export interface StructureShape {
  readonly kind: 'structure'
  readonly name: string
  readonly sensitive: false
  readonly members: ReadonlyMap<string, Member>
}

export interface Member {
  readonly name: string
  readonly required: boolean
  readonly shape: Shape
}

interface Bounds {
  readonly min: number | undefined
  readonly max: number | undefined
  /** The value must not be in messages or logs. */
  readonly sensitive: boolean
}

export interface OperationDescription {
  readonly name: OperationName
  readonly caller: Caller
  readonly input: StructureShape
  readonly output: StructureShape
  readonly errors: readonly ExceptionName[]
}

/** Every operation of the API, in alphabetical order. */
export const operationNames: readonly OperationName[] = Object.keys(operations) as OperationName[]

export const isOperationName = (text: string): text is OperationName => Object.hasOwn(operations, text)

const NOTHING: StructureShape = { kind: 'structure', name: 'Unit', sensitive: false, members: new Map() }

export const describeOperation: (name: OperationName) => OperationDescription = remembered((name) => {
  const row = operations[name]
  if (row === undefined) throw new TypeError(`The contract has no operation ${name}.`)
  return {
    name,
    caller: row.caller,
    input: describeStructure(row.input),
    output: row.output === undefined ? NOTHING : describeStructure(row.output),
    errors: row.errors.split(' ') as ExceptionName[],
  }
})

/** Returns a structure by its name, such as `UserPoolType`. */
export const describeStructure: (name: string) => StructureShape = remembered((name) => {
  const text = structures[name]
  if (text === undefined) throw new TypeError(`The contract has no structure ${name}.`)
  const members = new Map<string, Member>()
  for (const declared of text.split(' ').filter(Boolean)) {
    const [left = '', type = ''] = declared.split(':')
    const member = left.replace('!', '')
    members.set(member, {
      name: member,
      required: left.endsWith('!'),
      get shape() {
        return describeType(type)
      },
    })
  }
  return { kind: 'structure', name, sensitive: false, members }
})

const describeType: (type: string) => Shape = remembered((type) => {
  if (type.endsWith('[]')) return listOf(type.slice(0, -2), {})
  if (type.endsWith('{}')) return mapOf(['String', type.slice(0, -2)], {})
  const row = types[type]
  if (row?.list !== undefined) return listOf(row.list, row)
  if (row?.map !== undefined) return mapOf(row.map, row)
  if (row?.kind !== undefined) {
    const bounds = boundsOf(row)
    return row.kind === 'string'
      ? { kind: 'string', ...bounds, pattern: row.pattern, values: undefined }
      : { kind: row.kind, ...bounds }
  }
  const values = enums[type]
  if (values !== undefined) return { kind: 'string', ...boundsOf({}), pattern: undefined, values }
  return builtIn(type) ?? describeStructure(type)
})

function builtIn(type: string): Shape | undefined {
  switch (type) {
    case 'String':
      return { kind: 'string', ...boundsOf({}), pattern: undefined, values: undefined }
    case 'Integer':
      return { kind: 'integer', ...boundsOf({}) }
    case 'Blob':
      return { kind: 'blob', ...boundsOf({}) }
    case 'Boolean':
      return { kind: 'boolean', sensitive: false }
    case 'Timestamp':
      return { kind: 'timestamp', sensitive: false }
    case 'Document':
      return { kind: 'document', sensitive: false }
    default:
      return undefined
  }
}

interface BoundsRow {
  min?: number
  max?: number
  sensitive?: true
}

const boundsOf = (row: BoundsRow): Bounds => ({ min: row.min, max: row.max, sensitive: row.sensitive === true })

const listOf = (element: string, row: BoundsRow): ListShape => ({
  kind: 'list',
  element: describeType(element),
  ...boundsOf(row),
})

function mapOf([key, value]: readonly [string, string], row: BoundsRow): MapShape {
  const keyShape = describeType(key)
  if (keyShape.kind !== 'string') throw new TypeError(`${key} can not be the key of a map`)
  return { kind: 'map', key: keyShape, value: describeType(value), ...boundsOf(row) }
}

const FRAMEWORK_EXCEPTIONS: Readonly<Record<FrameworkException, true>> = {
  ExpiredTokenException: true,
  IncompleteSignatureException: true,
  InvalidSignatureException: true,
  MissingAuthenticationTokenException: true,
  SerializationException: true,
  ThrottlingException: true,
  UnknownOperationException: true,
  UnrecognizedClientException: true,
}

/** The exceptions of the API's model. */
export const modelledExceptionNames: readonly ExceptionName[] = Object.keys(modelledExceptions) as ExceptionName[]

/** Whether the client or the server causes an exception. It is `undefined` for names that the API does not have. */
export function faultOf(exceptionName: string): 'client' | 'server' | undefined {
  if (Object.hasOwn(modelledExceptions, exceptionName)) return modelledExceptions[exceptionName]?.fault
  return Object.hasOwn(FRAMEWORK_EXCEPTIONS, exceptionName) ? 'client' : undefined
}

function remembered<Key extends string, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}
