import constraints from './constraints.json' with { type: 'json' }
import { type RawMember, readSdk, type Sdk } from './sdk.ts'

/**
 * The Cognito API from two sources. The SDK's schemas have every operation and member, and which members are required or
 * sensitive. `constraints.json` has lengths, ranges and patterns, which are facts of AWS's public service model. For a member of
 * both sources, the result must have the type that the SDK declares.
 */
export interface ApiModel {
  operations: readonly OperationModel[]
  structures: readonly StructureModel[]
  /** Named types with constraints, by name. */
  types: Readonly<Record<string, TypeModel>>
  enums: Readonly<Record<string, readonly string[]>>
  exceptions: readonly ExceptionModel[]
}

export interface OperationModel {
  name: string
  input: string
  /** Undefined for operations with an empty response body. */
  output: string | undefined
  errors: readonly string[]
  caller: 'iam' | 'accessToken' | 'accessTokenOrSession' | 'public'
}

export interface StructureModel {
  name: string
  members: readonly MemberModel[]
}

export interface MemberModel {
  name: string
  /** A structure, an enum, a named type, a built-in (`String`, `Integer`, ...), or `X[]` / `X{}` of one. */
  type: string
  required: boolean
}

export interface TypeModel {
  kind?: string
  list?: string
  map?: readonly string[]
  min?: number
  max?: number
  pattern?: string
  sensitive?: boolean
}

export interface ExceptionModel {
  name: string
  fault: 'client' | 'server'
  members: readonly string[]
}

export const BUILT_IN: Readonly<Record<string, string>> = {
  String: 'string',
  Boolean: 'boolean',
  Integer: 'number',
  Timestamp: 'number',
  Blob: 'Uint8Array',
  Document: 'unknown',
}

/** The SDK signs this operation, but AWS documents that IAM does not check it. */
const PUBLIC_THOUGH_SIGNED = new Set(['GetClientToken'])

const constrained: Readonly<Record<string, TypeModel & { enum?: boolean }>> = constraints.types
const targets: Readonly<Record<string, Readonly<Record<string, string>>>> = constraints.members

export async function readApiModel(): Promise<ApiModel> {
  const sdk = await readSdk()
  const types: Record<string, TypeModel> = {}
  const use = (name: string): string => normal(name, sdk, types)

  const structures = sdk.structures.map(({ name, members }) => ({
    name,
    members: members.map((member) => ({
      name: member.name,
      type: memberType(name, member, { sdk, use, types }),
      required: member.required,
    })),
  }))
  return {
    operations: sdk.operations.map(({ signed, ...operation }) => ({
      ...operation,
      caller: callerOf(operation, signed, structures),
    })),
    structures,
    types: sorted(types),
    enums: sdk.enums,
    exceptions: sdk.exceptions,
  }
}

function callerOf(
  operation: { name: string; input: string },
  signed: boolean,
  structures: readonly StructureModel[],
): OperationModel['caller'] {
  if (PUBLIC_THOUGH_SIGNED.has(operation.name)) return 'public'
  if (signed) return 'iam'
  const input = structures.find(({ name }) => name === operation.input)
  const takes = (member: string) => input?.members.some(({ name }) => name === member) ?? false
  if (!takes('AccessToken')) return 'public'
  return takes('Session') ? 'accessTokenOrSession' : 'accessToken'
}

interface Context {
  sdk: Sdk
  use(name: string): string
  types: Record<string, TypeModel>
}

function memberType(structure: string, member: RawMember, { sdk, use, types }: Context): string {
  const target = targets[structure]?.[member.name] ?? member.schemaName ?? usualTarget(member)
  const type = target !== undefined && isKnown(target, sdk) ? use(target) : declared(member)
  const typescript = typescriptOf(type, types, sdk)
  if (typescript !== member.typescript) {
    const fallback = declared(member)
    if (targets[structure]?.[member.name] !== undefined && typescriptOf(fallback, types, sdk) !== member.typescript) {
      throw new Error(
        `${structure}.${member.name}: the type is ${member.typescript} in the SDK but ${typescript} in constraints.json. Correct constraints.json.`,
      )
    }
    return fallback
  }
  if (!member.sensitive || isSensitive(type, types)) return type
  types[`Sensitive${type}`] = { kind: type.toLowerCase(), sensitive: true }
  return `Sensitive${type}`
}

const isKnown = (name: string, sdk: Sdk): boolean =>
  name in constrained || name in sdk.enums || sdk.structures.some((structure) => structure.name === name)

const isSensitive = (type: string, types: Record<string, TypeModel>): boolean => {
  const model = types[type]
  if (model === undefined) return !(type in BUILT_IN)
  return model.sensitive === true || model.list !== undefined || model.map !== undefined
}

/** For a member that is newer than the constraints, returns the type of nearly all other members with its name. */
function usualTarget(member: RawMember): string | undefined {
  const found = Object.values(targets)
    .map((members) => members[member.name])
    .filter((target) => target !== undefined)
  const usual = found.toSorted((a, b) => count(found, b) - count(found, a))[0]
  return usual !== undefined && count(found, usual) / found.length > 0.8 ? usual : undefined
}

const count = (names: readonly string[], name: string): number => names.filter((other) => other === name).length

/** Returns the type that the SDK declares, without constraints. */
function declared(member: RawMember): string {
  const text = member.typescript
  if (text.endsWith('[]')) return `${builtInFor(text.slice(0, -2), member)}[]`
  const map = /^Record<string, (.+)>$/.exec(text)
  return map?.[1] === undefined ? builtInFor(text, member) : `${builtInFor(map[1], member)}{}`
}

function builtInFor(typescript: string, member: RawMember): string {
  if (typescript === 'number') return member.isTimestamp ? 'Timestamp' : 'Integer'
  return Object.entries(BUILT_IN).find(([, text]) => text === typescript)?.[0] ?? typescript
}

/** Returns the built-in name of a type without constraints. Registers any other type under its own name. */
function normal(name: string, sdk: Sdk, types: Record<string, TypeModel>): string {
  const type = constrained[name]
  if (name in sdk.enums || type === undefined) return name
  if (type.enum === true) return 'String'
  const { enum: _, ...model } = type
  const isBound = ['min', 'max', 'pattern', 'sensitive'].some((key) => key in model)
  if (model.list !== undefined) {
    const element = normal(model.list, sdk, types)
    if (!isBound) return `${element}[]`
    types[name] = { ...model, list: element }
    return name
  }
  if (model.map !== undefined) {
    const [key = 'String', value = 'String'] = model.map.map((part) => normal(part, sdk, types))
    if (!isBound && key === 'String') return `${value}{}`
    types[name] = { ...model, map: [key, value] }
    return name
  }
  const builtIn = `${(model.kind ?? '').charAt(0).toUpperCase()}${(model.kind ?? '').slice(1)}`
  if (!(builtIn in BUILT_IN)) throw new Error(`${name}: unknown kind ${model.kind} in constraints.json`)
  if (!isBound) return builtIn
  types[name] = model
  return name
}

/** Returns the TypeScript of a type. */
export function typescriptOf(
  type: string,
  types: Readonly<Record<string, TypeModel>>,
  sdk: Pick<Sdk, 'enums'>,
): string {
  if (type.endsWith('[]')) return `${typescriptOf(type.slice(0, -2), types, sdk)}[]`
  if (type.endsWith('{}')) return `Record<string, ${typescriptOf(type.slice(0, -2), types, sdk)}>`
  const model = types[type]
  if (model?.list !== undefined) return `${typescriptOf(model.list, types, sdk)}[]`
  if (model?.map !== undefined) return `Record<string, ${typescriptOf(model.map[1] ?? 'String', types, sdk)}>`
  if (model?.kind === 'integer') return 'number'
  if (model?.kind !== undefined)
    return BUILT_IN[`${model.kind.charAt(0).toUpperCase()}${model.kind.slice(1)}`] ?? model.kind
  return BUILT_IN[type] ?? type
}

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
