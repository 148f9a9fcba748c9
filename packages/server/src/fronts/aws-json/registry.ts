import type { OperationName } from '@poolhouse/contract'
import type { AnyOperation, ServicesOf } from './operation.ts'

/** The operations that are built, one line each, by subject as in `operations/`. */
export const operations = [] as const satisfies readonly AnyOperation[]

/** What all of them need together; `app/services.ts` provides it. */
export type ApiServices = ServicesOf<(typeof operations)[number]>

/** @throws TypeError when an operation is listed twice */
export function byName(listed: readonly AnyOperation[]): ReadonlyMap<OperationName, AnyOperation> {
  const found = new Map(listed.map((operation) => [operation.name, operation]))
  if (found.size !== listed.length) throw new TypeError('An operation stands in the registry twice.')
  return found
}
