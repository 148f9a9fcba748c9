import type { User } from '#records/users/user'

/**
 * One thing that the user has shown in a sign-in. A password is identified by its salt, because each stored password
 * has its own salt. So the evidence is no longer valid when the password changes between two steps.
 */
export type Evidence =
  | { readonly kind: 'password'; readonly salt: string }
  /** The password, by SRP: it never reached the server. */
  | { readonly kind: 'srp'; readonly salt: string }

/** What a user has shown outside a challenge session, for a sign-in that goes on later (`after-confirmation`). */
export interface Shown {
  readonly sub: string
  readonly evidence: readonly Evidence[]
}

type PasswordEvidence = Extract<Evidence, { kind: 'password' | 'srp' }>

/** PURE. The newest password that the evidence names. */
export const passwordShown = (evidence: readonly Evidence[]): PasswordEvidence | undefined =>
  evidence.findLast((one): one is PasswordEvidence => one.kind === 'password' || one.kind === 'srp')

/** PURE. The evidence of a client that has just registered a user: it knows the password, because it chose it. */
export const shownAtSignUp = ({ sub, password }: User): Shown | undefined =>
  password && { sub, evidence: [{ kind: 'password', salt: password.srpSalt }] }
