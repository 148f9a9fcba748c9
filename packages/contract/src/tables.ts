import type { ModelledException, Operations } from './generated/types.ts'

export type OperationName = keyof Operations

/**
 * Who may call: an administrator with an access key, a user with an access token in the request, a user with an access token
 * or with the session of a sign-in that is under way, or any client.
 */
export type Caller = 'iam' | 'accessToken' | 'accessTokenOrSession' | 'public'

/**
 * Exceptions of AWS's own framework around the API: clients know them, the API's model does not.
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

/** Rows of the generated tables, as they are written; `contract.ts` gives them a readable form. */
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
