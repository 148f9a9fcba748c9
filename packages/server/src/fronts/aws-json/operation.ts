import type { Caller, OperationName, Operations } from '@poolhouse/contract'
import type { NeedsOfAll } from '#foundation/needs'
import type { CallOf } from './call.ts'

/**
 * One operation of the API: `export const SignUp = defineOperation({ name: 'SignUp', ... })`. The name decides the types of
 * all other keys, so a request is described once, in the contract. By the time `handle` runs, the input has been validated
 * against the contract and holds only members that `actsOn` lists, and the front knows the caller.
 */
export interface Operation<Name extends OperationName, Services> {
  readonly name: Name
  /** Who may call. The front resolves the caller, and `call` brings what that kind promises. */
  readonly caller: Operations[Name]['caller']
  /** What it acts on. **Everything else is refused by name**, never stored and ignored. */
  readonly actsOn: ActsOn<Operations[Name]['input']>
  handle(services: Services, input: Operations[Name]['input'], call: CallOf<Name>): Promise<Operations[Name]['output']>
}

/**
 * The members of a structure that are acted on, each with as much of it as is acted on. Required members must be listed;
 * optional ones that are left out, and values that are not listed, are refused with their path.
 *
 * - `true`: every value that the contract allows (simple members, lists and maps of simple elements).
 * - a list of values, for enums, strings, numbers, booleans: these only; for a list of them: these elements only;
 *   for a map of simple values: these keys only. A list without values lets an empty list pass, and it is stored.
 * - for a structure, or a list or map of structures: again such a description, member by member.
 */
export type ActsOn<Structure> = { readonly [Member in keyof Structure]: ActsOnValue<NonNullable<Structure[Member]>> }

type Simple = string | number | boolean

export type ActsOnValue<Value> = unknown extends Value
  ? true
  : [Value] extends [Simple]
    ? true | readonly Value[]
    : Value extends Uint8Array
      ? true
      : Value extends readonly (infer Element)[]
        ? ActsOnElement<Element>
        : string extends keyof Value
          ? ActsOnMap<Value[keyof Value & string]>
          : ActsOn<Value>

type ActsOnElement<Element> = [Element] extends [Simple] ? true | readonly Element[] : ActsOn<Element>

type ActsOnMap<Element> = [Element] extends [Simple] ? true | readonly string[] : ActsOn<Element>

/**
 * Gives an operation its types.
 * @example
 * export const DeleteUserPool = defineOperation({
 *   name: 'DeleteUserPool',
 *   caller: 'iam',
 *   actsOn: { UserPoolId: true },
 *   handle: async (services: { db: Database }, input, call) => { ...; return {} },
 * })
 */
export function defineOperation<Name extends OperationName, Services>(
  operation: Operation<Name, Services>,
): Operation<Name, Services> {
  return operation
}

/** An operation of whatever name, for those who look at `name`, `caller` and `actsOn` but do not call it. */
export interface AnyOperation {
  readonly name: OperationName
  readonly caller: Caller
  readonly actsOn: ActsOnTree
  handle(services: never, input: never, call: never): Promise<object>
}

/** `ActsOn` without its types. */
export interface ActsOnTree {
  readonly [member: string]: ActsOnRule
}

export type ActsOnRule = true | readonly Simple[] | ActsOnTree

/** Everything that a list of operations needs, as one type. */
export type ServicesOf<Listed extends AnyOperation> = NeedsOfAll<Listed['handle']>

/** @throws TypeError when an operation is listed twice */
export function byName(listed: readonly AnyOperation[]): ReadonlyMap<OperationName, AnyOperation> {
  const found = new Map(listed.map((operation) => [operation.name, operation]))
  if (found.size !== listed.length) throw new TypeError('An operation stands in the registry twice.')
  return found
}
