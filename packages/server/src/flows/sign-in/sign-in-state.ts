/** Through which door somebody signs in. The two doors of the API share their sessions, the pages have their own. */
export type Door = 'api' | 'admin' | 'managed-login'

/** Who is signing in: a user, or a name that nobody has, kept up so that nobody can tell. */
export type Who =
  | { readonly kind: 'user'; readonly sub: string; readonly username: string }
  | {
      readonly kind: 'nobody'
      /** As typed, under the pool's folding. */
      readonly name: string
      /** What we told the client to be the username. */
      readonly username: string
    }

/**
 * That a password was shown, and which: each stored password has a salt of its own, so a proof dies with the password it was
 * made for, even when it is changed between two steps.
 */
export interface PasswordProof {
  readonly salt: string
}

/** SRP between the two messages: who knows `privateB` can test passwords offline, so it is kept sealed. Hexadecimal. */
export interface SrpExchange {
  readonly publicA: string
  readonly publicB: string
  readonly privateB: string
  readonly salt: string
}

/** A sign-in between two steps: who, what is proved, what is left. Sealed into the challenge session. */
export type SignInState =
  | {
      readonly waitsFor: 'PASSWORD_VERIFIER'
      readonly door: Door
      readonly who: Who
      readonly srp: SrpExchange
    }
  | {
      readonly waitsFor: 'NEW_PASSWORD_REQUIRED'
      readonly door: Door
      readonly who: Extract<Who, { kind: 'user' }>
      readonly proof: PasswordProof
    }

export type ChallengeName = SignInState['waitsFor']

export type StateOf<Name extends ChallengeName> = Extract<SignInState, { waitsFor: Name }>
