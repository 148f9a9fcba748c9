import type { OperationName, Operations } from '@poolhouse/contract'
import type { TokenHolder } from '#flows/tokens/authenticate-access-token'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'

/** Facts about a request that are not part of its input. */
export interface Call {
  /** The id in the response and in the log. */
  readonly requestId: string
  /** For the flows, which pass it to the triggers. */
  readonly context: TriggerContext
}

/** What the front knows about a caller before the operation runs, by the kind of the operation. */
export interface Callers {
  /** The access key of the signature, which the front has verified. */
  readonly iam: { readonly accessKeyId: string }
  /** The user of a valid access token. */
  readonly accessToken: TokenHolder
  /** The user of a valid access token, or a session that the operation must check itself. */
  readonly accessTokenOrSession:
    | ({ readonly kind: 'token' } & TokenHolder)
    | { readonly kind: 'session'; readonly session: string }
  /** The app client of `ClientId`. Its secret hash is verified if the request has the members `Username` and `SecretHash`. */
  readonly public: { readonly pool: UserPool; readonly client: AppClient }
}

/** UpdateAuthEventFeedback is public and has no `ClientId`. */
type CallerOf<Name extends OperationName> = Operations[Name]['caller'] extends 'public'
  ? Operations[Name]['input'] extends { ClientId: string }
    ? Callers['public']
    : unknown
  : Callers[Operations[Name]['caller']]

/** The third parameter of an operation's `handle`. */
export type CallOf<Name extends OperationName> = Call & CallerOf<Name>
