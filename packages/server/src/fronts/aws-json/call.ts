import type { OperationName, Operations } from '@poolhouse/contract'
import type { TokenHolder } from '#flows/tokens/authenticate-access-token'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'

/** What is known of each request beside its input. */
export interface Call {
  /** The id of the answer and of its log entries. */
  readonly requestId: string
  /** For the flows, which hand it to the triggers. */
  readonly context: TriggerContext
}

/** What the front knows of a caller before the operation runs, by the kind of the operation. */
export interface Callers {
  /** The access key whose signature the front has verified. */
  readonly iam: { readonly accessKeyId: string }
  /** The user of a valid access token. */
  readonly accessToken: TokenHolder
  /** The user of a valid access token, or else a session that the operation itself must check. */
  readonly accessTokenOrSession:
    | ({ readonly kind: 'token' } & TokenHolder)
    | { readonly kind: 'session'; readonly session: string }
  /** The app client of `ClientId`; its secret hash is verified where the request names the user beside it. */
  readonly public: { readonly pool: UserPool; readonly client: AppClient }
}

/** UpdateAuthEventFeedback is public and names no client. */
type CallerOf<Name extends OperationName> = Operations[Name]['caller'] extends 'public'
  ? Operations[Name]['input'] extends { ClientId: string }
    ? Callers['public']
    : unknown
  : Callers[Operations[Name]['caller']]

/** What an operation gets as its third parameter. */
export type CallOf<Name extends OperationName> = Call & CallerOf<Name>
