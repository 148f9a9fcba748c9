import type { ExceptionName } from '@poolhouse/contract'
import type { NoParams, Reason, ReasonParams } from './reasons.ts'

export type { ExceptionName } from '@poolhouse/contract'

/** The reason of an exception, with details for the response and the log. A reason without params needs no `params`. */
export type ExceptionDetails<Of extends Reason> = {
  readonly reason: Of
  /** Sent to the client with `InvalidParameterException`. */
  readonly reasonCode?: string | undefined
  /** For the log; never sent. */
  readonly cause?: unknown
} & (NoParams extends ReasonParams[Of]
  ? { readonly params?: ReasonParams[Of] }
  : { readonly params: Readonly<ReasonParams[Of]> })

/**
 * An error that the API's description lists, with the text that clients match on. Create it only with the constructors of this
 * folder. Each front gives it the form of its protocol. Any other error is a bug, and its content never reaches a client.
 * Code that needs the cause reads `reason` and `params`, never `message`: see `hasReason`.
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
    // The type of the details makes sure that only a reason without params leaves them out.
    this.params = params as Readonly<ReasonParams[Of]>
    this.reasonCode = reasonCode
  }
}

/** Whether the thrown value is an exception of the API. A plain `instanceof` would lose the type of `reason`. */
export const isException = (thrown: unknown): thrown is CognitoException => thrown instanceof CognitoException

/** An exception with one of these reasons. Its `reason` decides the type of its `params`. */
export type ExceptionOf<Of extends Reason> = { [One in Of]: CognitoException<One> }[Of]

/** Whether the thrown value is an exception with one of these reasons. A bug has no reason. */
export function hasReason<Of extends Reason>(thrown: unknown, ...reasons: readonly Of[]): thrown is ExceptionOf<Of> {
  return isException(thrown) && (reasons as readonly Reason[]).includes(thrown.reason)
}
