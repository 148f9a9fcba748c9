import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { Opening, SignInServices } from '../challenge.ts'
import type { Evidence, Shown } from '../evidence.ts'
import type { Door, MethodName } from '../sign-in-state.ts'

/** What each method needs in addition to the name of the user. */
export interface MethodTypes {
  'user-password': { readonly password: string }
  /** `srpA`: SRP's first message, hexadecimal. */
  'user-srp': { readonly srpA: string }
  /** `shown`: what this browser showed before the user confirmed the sign-up. */
  'after-confirmation': { readonly shown: Shown }
}

/** The result of the first request, before any question. */
export interface Opened extends Opening {
  readonly evidence: readonly Evidence[]
}

/** A way to begin a sign-in. */
export interface Method<Name extends MethodName> {
  /** @throws InvalidParameterException when the client or the door does not allow this method. */
  mustBeAllowed(of: { readonly client: AppClient; readonly door: Door }): void
  /**
   * Checks the first request. It changes nothing but the counters of wrong attempts.
   * @throws CognitoException that reveals no more about the user than the client allows.
   */
  open(
    services: SignInServices,
    of: {
      readonly pool: UserPool
      readonly client: AppClient
      readonly user: User | undefined
      /** As typed. */
      readonly username: string
      readonly given: MethodTypes[Name]
    },
  ): Promise<Opened>
}
