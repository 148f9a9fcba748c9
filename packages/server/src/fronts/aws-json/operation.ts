import type { Caller, ExceptionName, OperationName, Operations } from '@poolhouse/contract'

/**
 * One operation of the API: `export const SignUp = defineOperation({ name: 'SignUp', ... })`. The name decides the types of
 * all other keys, so a request is described once, in the contract. By the time `handle` runs, the input has been validated
 * against the contract, holds only members that `actsOn` lists, and the caller of an `iam` operation is known.
 */
export interface Operation<Name extends OperationName, Services> {
  readonly name: Name
  /** Who may call. Access tokens stand in the request: `handle` checks them. */
  readonly caller: Operations[Name]['caller']
  /** What it throws of what AWS documents for it; `InternalErrorException` goes without saying. */
  readonly throws: readonly Operations[Name]['throws'][]
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
 *   for a map of simple values: these keys only.
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

/** What is known of one request beside its input. */
export interface Call {
  /** Under which it is answered and logged. */
  readonly requestId: string
  readonly sourceIp: string
  readonly userAgent: string | undefined
}

/** A request whose signature has been verified. */
export interface IamCall extends Call {
  readonly accessKeyId: string
}

export type CallOf<Name extends OperationName> = Operations[Name]['caller'] extends 'iam' ? IamCall : Call

/**
 * Gives an operation its types.
 * @example
 * export const DeleteUserPool = defineOperation({
 *   name: 'DeleteUserPool',
 *   caller: 'iam',
 *   throws: ['ResourceNotFoundException'],
 *   actsOn: { UserPoolId: true },
 *   handle: async (services: { db: Database }, input, call) => { ...; return {} },
 * })
 */
export function defineOperation<Name extends OperationName, Services>(
  operation: Operation<Name, Services>,
): Operation<Name, Services> {
  return operation
}

/** An operation of whatever name, for those who look at `name`, `caller`, `throws` and `actsOn` but do not call it. */
export interface AnyOperation {
  readonly name: OperationName
  readonly caller: Caller
  readonly throws: readonly ExceptionName[]
  readonly actsOn: ActsOnTree
  handle(services: never, input: never, call: IamCall): Promise<object>
}

/** `ActsOn` without its types. */
export interface ActsOnTree {
  readonly [member: string]: ActsOnRule
}

export type ActsOnRule = true | readonly Simple[] | ActsOnTree

/** Everything that a list of operations needs, as one type. */
export type ServicesOf<Listed extends AnyOperation> = Intersection<
  Listed extends { handle(services: infer Services, input: never, call: never): unknown } ? Services : never
>

type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (
  member: infer Whole,
) => void
  ? Whole
  : never

/** @throws TypeError when an operation is listed twice */
export function byName(listed: readonly AnyOperation[]): ReadonlyMap<OperationName, AnyOperation> {
  const found = new Map(listed.map((operation) => [operation.name, operation]))
  if (found.size !== listed.length) throw new TypeError('An operation stands in the registry twice.')
  return found
}
