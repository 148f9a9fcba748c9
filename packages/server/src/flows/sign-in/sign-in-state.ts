import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { Evidence } from './evidence.ts'

/** Where a user signs in. The two doors of the API share their sessions; the pages have their own. */
export type Door = 'api' | 'admin' | 'managed-login'

/** How a sign-in may begin. Each method is a file in `methods/`. */
export type MethodName = 'user-password' | 'user-srp' | 'after-confirmation'

/**
 * Who is signing in: a user, or a name that no user has. Both get the same treatment, so that a client sees no
 * difference.
 */
export type Who =
  | { readonly kind: 'user'; readonly sub: string; readonly username: string }
  | {
      readonly kind: 'nobody'
      /** As typed, folded by the pool's rule for case. */
      readonly name: string
      /** The username that the client got. */
      readonly username: string
    }

/**
 * SRP between its two messages, hexadecimal. With `privateB`, an attacker can test passwords offline, so the state is
 * sealed.
 */
export interface SrpExchange {
  readonly publicA: string
  readonly publicB: string
  readonly privateB: string
  readonly salt: string
}

/**
 * The types of every challenge: what the state keeps between question and answer, what the question contains, and what
 * the answer contains. All three are plain values. Each front has a codec for their form on the wire.
 */
export interface ChallengeTypes {
  'new-password': {
    readonly keeps: object
    readonly question: {
      readonly username: string
      /** The attributes that the pool requires and the user lacks, by name. */
      readonly required: readonly string[]
      /** The attributes that the client may read, by name. */
      readonly attributes: Readonly<Record<string, string>>
    }
    readonly answer: { readonly password: string; readonly attributes: Readonly<Record<string, string>> }
  }
  'password-verifier': {
    readonly keeps: { readonly srp: SrpExchange }
    readonly question: {
      readonly username: string
      /** Hexadecimal. */
      readonly publicB: string
      /** Hexadecimal. */
      readonly salt: string
      readonly secretBlock: string
    }
    readonly answer: { readonly secretBlock: string; readonly signature: string; readonly timestamp: string }
  }
}

export type ChallengeName = keyof ChallengeTypes

/** What the state keeps of an open question. */
export type Ask = { [Name in ChallengeName]: AskOf<Name> }[ChallengeName]
export type AskOf<Name extends ChallengeName> = { readonly challenge: Name } & ChallengeTypes[Name]['keeps']

/** What a front asks the user or the client. */
export type Question = { [Name in ChallengeName]: QuestionOf<Name> }[ChallengeName]
export type QuestionOf<Name extends ChallengeName> = { readonly kind: Name } & ChallengeTypes[Name]['question']

/** What the user or the client answers. */
export type Answer = { [Name in ChallengeName]: AnswerOf<Name> }[ChallengeName]
export type AnswerOf<Name extends ChallengeName> = { readonly kind: Name } & ChallengeTypes[Name]['answer']

/**
 * Raise it when the form below changes. `readState` must then read the previous form too, because nodes of two releases
 * share sessions.
 */
const currentVersion = 1

/** A sign-in between two steps, sealed into the challenge session. */
export interface SignInState {
  readonly version: typeof currentVersion
  readonly door: Door
  readonly method: MethodName
  readonly who: Who
  readonly context: TriggerContext
  /** What the user has shown so far, in order. */
  readonly evidence: readonly Evidence[]
  readonly asks: Ask
}

export const writeState = (state: Omit<SignInState, 'version'>): string =>
  JSON.stringify({ version: currentVersion, ...state } satisfies SignInState)

/** Reads the state of a session; undefined when another release wrote it in a form that this release does not know. */
export function readState(text: string): SignInState | undefined {
  const state = JSON.parse(text) as SignInState
  return state.version === currentVersion ? state : undefined
}
