import type { Caller, OperationName, Operations } from '@poolhouse/contract'
import type { NeedsOfAll } from '#foundation/needs'
import type { CallOf } from './call.ts'

/**
 * One operation of the API: `export const SignUp = defineOperation({ name: 'SignUp', ... })`. The name decides the types of
 * all other keys, so only the contract describes a request. When `handle` runs, the front has validated the input against the
 * contract, has removed members that `actsOn` does not list, and knows the caller.
 */
export interface Operation<Name extends OperationName, Services> {
  readonly name: Name
  /** The kind of caller. The front finds the caller and passes it in `call`. */
  readonly caller: Operations[Name]['caller']
  /** The members that the operation acts on. **Any other member is refused by name**, never stored without effect. */
  readonly actsOn: ActsOn<Operations[Name]['input']>
  handle(services: Services, input: Operations[Name]['input'], call: CallOf<Name>): Promise<Operations[Name]['output']>
}

/**
 * The members of a structure that an operation acts on, with their accepted values. Required members must be listed. Optional
 * members that are not listed, and values that are not listed, are refused with their path.
 *
 * - `true`: every value that the contract allows (simple members, lists and maps of simple elements).
 * - a list of values: for an enum, string, number or boolean, only these values; for a list, only these elements;
 *   for a map of simple values, only these keys. With an empty list of values, an empty list is accepted and stored.
 * - for a structure, or a list or map of structures: such a description again, member by member.
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

/** Any operation, for code that reads `name`, `caller` and `actsOn` but does not call it. */
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

/** All services that a list of operations needs, as one type. */
export type ServicesOf<Listed extends AnyOperation> = NeedsOfAll<Listed['handle']>

/** @throws TypeError when an operation is listed twice */
export function byName(listed: readonly AnyOperation[]): ReadonlyMap<OperationName, AnyOperation> {
  const found = new Map(listed.map((operation) => [operation.name, operation]))
  if (found.size !== listed.length) throw new TypeError('The registry lists an operation twice.')
  return found
}
