import type { ExceptionName } from '@poolhouse/contract'
import type { NoParams, Reason, ReasonParams } from './reasons.ts'

export type { ExceptionName } from '@poolhouse/contract'

/** Why, and what only a wire or the log adds. `params` are left out where the reason has none. */
export type ExceptionDetails<Of extends Reason> = {
  readonly reason: Of
  /** `InvalidParameterException` sends it to the client. */
  readonly reasonCode?: string | undefined
  /** For the log; never sent. */
  readonly cause?: unknown
} & (NoParams extends ReasonParams[Of]
  ? { readonly params?: ReasonParams[Of] }
  : { readonly params: Readonly<ReasonParams[Of]> })

/**
 * An answer that the API's description foresees, with the text that clients match on. Only the named constructors of this
 * folder make one; each front turns it into its wire's form. Anything else that is thrown is a bug and never reaches a client.
 * Code that needs to know why reads `reason` and `params`, never `message`: see `hasReason`.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
export class CognitoException<Of extends Reason = Reason> extends Error {
  override readonly name: ExceptionName
  readonly reason: Of
  readonly params: Readonly<ReasonParams[Of]>
  readonly reasonCode: string | undefined

  constructor(name: ExceptionName, message: string, details: ExceptionDetails<Of>) {
    const { reason, params = {}, reasonCode, cause } = details
    super(message, cause === undefined ? undefined : { cause })
    this.name = name
    this.reason = reason
    // Only a reason without params may leave them out: the type of the details sees to that.
    this.params = params as Readonly<ReasonParams[Of]>
    this.reasonCode = reasonCode
  }
}

/** Whether the API's description foresees what was thrown. By itself, `instanceof` would lose the type of `reason`. */
export const isException = (thrown: unknown): thrown is CognitoException => thrown instanceof CognitoException

/** One of these reasons; `reason` then tells which `params` there are. */
export type ExceptionOf<Of extends Reason> = { [One in Of]: CognitoException<One> }[Of]

/** Whether something was thrown for one of these reasons. A bug has no reason. */
export function hasReason<Of extends Reason>(thrown: unknown, ...reasons: readonly Of[]): thrown is ExceptionOf<Of> {
  return isException(thrown) && (reasons as readonly Reason[]).includes(thrown.reason)
}
