import type { ExceptionName } from '@poolhouse/contract'

export type { ExceptionName } from '@poolhouse/contract'

/** What the wires add to the message, and what only the log sees. */
export interface ExceptionDetails {
  /** Told to the client by `InvalidParameterException`. */
  reasonCode?: string
  /** For the log; never sent. */
  cause?: unknown
}

/**
 * An answer that the API's description foresees, with the text that clients match on. Made by the named constructors of this
 * folder; each front turns it into its wire's form. Anything else that is thrown is a bug and never reaches a client.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
export class CognitoException extends Error {
  override readonly name: ExceptionName
  readonly reasonCode: string | undefined

  constructor(name: ExceptionName, message: string, { reasonCode, cause }: ExceptionDetails = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = name
    this.reasonCode = reasonCode
  }
}
