import type { ModelledException, Operations } from './generated/types.ts'

export type OperationName = keyof Operations

/**
 * The permitted callers: an administrator with an access key, a user with an access token in the request, a user with an access
 * token or with the challenge session of a sign-in, or any client.
 */
export type Caller = 'iam' | 'accessToken' | 'accessTokenOrSession' | 'public'

/**
 * Exceptions of AWS's framework around the API. Clients know them, but the API's model does not contain them.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
export type FrameworkException =
  | 'ExpiredTokenException'
  | 'IncompleteSignatureException'
  | 'InvalidSignatureException'
  | 'MissingAuthenticationTokenException'
  | 'SerializationException'
  | 'ThrottlingException'
  | 'UnknownOperationException'
  | 'UnrecognizedClientException'

export type ExceptionName = ModelledException | FrameworkException

/** The rows of the generated tables. `contract.ts` makes them readable. */
export interface OperationRow {
  input: string
  output?: string
  caller: Caller
  errors: string
}

export interface TypeRow {
  kind?: 'string' | 'integer' | 'blob'
  list?: string
  map?: readonly [key: string, value: string]
  min?: number
  max?: number
  pattern?: string
  sensitive?: true
}

export interface ExceptionRow {
  fault: 'client' | 'server'
  reasonCode?: true
}
