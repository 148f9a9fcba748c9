import { describeOperation, type OperationName, type Shape, type StructureShape } from '@poolhouse/contract'
import { notActedOn } from '#foundation/exceptions/requests'
import type { ActsOnRule, ActsOnTree } from '../operation.ts'

/**
 * Refuses, by path and value, the members of an input that the operation does not act on: a setting that is stored but has no
 * effect is worse than one that is refused. An empty list, map or structure asks for nothing, so it is accepted.
 * @throws InvalidParameterException
 */
export function mustBeActedOn(name: OperationName, actsOn: ActsOnTree, input: object): void {
  const refused = [...refusedMembers(describeOperation(name).input, { rule: actsOn, value: input, path: '' })]
  if (refused.length === 0) return
  const more = refused.length > maxNamed ? `, and ${refused.length - maxNamed} more` : ''
  throw notActedOn(name, refused.slice(0, maxNamed).join(', ') + more)
}

/**
 * The input without the empty members that `mustBeActedOn` accepts. So an operation stores and returns only members that it
 * acts on.
 */
export function actedOnOf<Input extends object>(name: OperationName, actsOn: ActsOnTree, input: Input): Input {
  return membersOf(describeOperation(name).input, actsOn, input) as Input
}

function membersOf(shape: StructureShape, rule: ActsOnTree, value: object): object {
  const given = value as Readonly<Record<string, unknown>>
  const kept = [...shape.members.values()].flatMap(({ name, shape: memberShape }) => {
    const memberRule = Object.hasOwn(rule, name) ? rule[name] : undefined
    if (memberRule === undefined || given[name] === undefined) return []
    return [[name, insideOf(memberShape, memberRule, given[name])]]
  })
  return Object.fromEntries(kept)
}

function insideOf(shape: Shape, rule: ActsOnRule, value: unknown): unknown {
  if (rule === true || isListOfValues(rule)) return value
  if (shape.kind === 'structure') return membersOf(shape, rule, value as object)
  if (shape.kind === 'list') return (value as unknown[]).map((item) => insideOf(shape.element, rule, item))
  if (shape.kind !== 'map') return value
  const entries = Object.entries(value as object)
  return Object.fromEntries(entries.map(([key, item]) => [key, insideOf(shape.value, rule, item)]))
}

/** The members of an input that are also in an acts-on tree. @example pick(clientMembersActedOn, input) */
export function pick<Tree extends ActsOnTree, Input extends object>(
  tree: Tree,
  input: Input,
): Pick<Input, keyof Tree & keyof Input> {
  const entries = Object.entries(input).filter(([name]) => Object.hasOwn(tree, name))
  return Object.fromEntries(entries) as Pick<Input, keyof Tree & keyof Input>
}

const maxNamed = 10

interface CheckedValue {
  rule: ActsOnTree
  value: object
  path: string
}

function* refusedMembers(shape: StructureShape, { rule, value, path }: CheckedValue): Generator<string> {
  const given = value as Readonly<Record<string, unknown>>
  for (const { name, shape: memberShape } of shape.members.values()) {
    const item = given[name]
    if (item === undefined) continue
    const memberRule = Object.hasOwn(rule, name) ? rule[name] : undefined
    yield* refusedIn(memberShape, item, memberRule, path === '' ? name : `${path}.${name}`)
  }
}

function* refusedIn(shape: Shape, value: unknown, rule: ActsOnRule | undefined, path: string): Generator<string> {
  if (rule === true) return
  if (rule === undefined) {
    if (!isEmpty(value)) yield named(shape, value, path)
    return
  }
  if (isListOfValues(rule)) {
    if (shape.kind === 'list') {
      const elements = (value as unknown[]).filter((element) => !(rule as readonly unknown[]).includes(element))
      for (const element of elements) yield named(shape.element, element, path)
    } else if (shape.kind === 'map') {
      const keys = Object.keys(value as object).filter((key) => !(rule as readonly unknown[]).includes(key))
      for (const key of keys) yield `${path}.${shortened(key)}`
    } else if (!(rule as readonly unknown[]).includes(value)) {
      yield named(shape, value, path)
    }
    return
  }
  const inside = shape.kind === 'list' ? shape.element : shape.kind === 'map' ? shape.value : shape
  if (inside.kind !== 'structure')
    throw new TypeError(`actsOn of ${path} lists members, but the value is not a structure`)
  if (shape.kind === 'structure') {
    yield* refusedMembers(inside, { rule, value: value as object, path })
    return
  }
  for (const [key, item] of Object.entries(value as object)) {
    yield* refusedMembers(inside, {
      rule,
      value: item,
      path: `${path}.${shape.kind === 'list' ? Number(key) + 1 : shortened(key)}`,
    })
  }
}

const isListOfValues = (rule: ActsOnRule): rule is Extract<ActsOnRule, readonly unknown[]> => Array.isArray(rule)

/** An empty value can be accepted: the operation has nothing to store or remove for it. */
function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false
  const inside: unknown[] = Array.isArray(value) ? value : Object.values(value)
  return Array.isArray(value) ? inside.length === 0 : inside.every(isEmpty)
}

function named(shape: Shape, value: unknown, path: string): string {
  const isShown = !shape.sensitive && ['string', 'boolean', 'number'].includes(typeof value) && isOneOfFew(shape)
  return isShown ? `${path}=${shortened(String(value))}` : path
}

/** Messages contain only values that the contract lists, booleans and integers. Free text from the request is not repeated. */
const isOneOfFew = (shape: Shape): boolean =>
  shape.kind === 'boolean' || shape.kind === 'integer' || (shape.kind === 'string' && shape.values !== undefined)

const shortened = (text: string): string => (text.length > 64 ? `${text.slice(0, 64)}...` : text)
