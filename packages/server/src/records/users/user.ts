/** The states of a user, with AWS's names. Poolhouse does not use the other values of AWS's enum. */
export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED'

/** Attribute name to value, without `sub`. All values are text, as on the wire. */
export type Attributes = Readonly<Record<string, string>>

/** A user of one pool. */
export interface User {
  /** The user's permanent identity, unique over all pools. */
  readonly sub: string
  readonly userPoolId: string
  /** Immutable; equals `sub` where the pool signs in by e-mail or phone. */
  readonly username: string
  readonly status: UserStatus
  readonly enabled: boolean
  readonly attributes: Attributes
  readonly password: StoredPassword | undefined
  readonly createdAt: number
  readonly updatedAt: number
}

/** The stored forms of a password. The password itself is never stored. */
export interface StoredPassword {
  /** Encoded argon2id hash. */
  readonly hash: string
  /** Hex. */
  readonly srpSalt: string
  /** Sealed under `srpVerifierContext(sub)`, because with it an attacker can test passwords offline. */
  readonly sealedSrpVerifier: string
  /** When a temporary password stops working; undefined for a permanent one. */
  readonly expiresAt: number | undefined
}

/** A name that a user may sign in with. */
export interface Alias {
  /** Folded (`foldName`). */
  readonly alias: string
  readonly kind: 'username' | 'email' | 'phone_number' | 'preferred_username'
}

/** Binds a sealed SRP verifier to its row. */
export const srpVerifierContext = (sub: string): string => `srp-verifier:${sub}`

/**
 * Whether a user's browser sessions and authorization codes are valid: only while the user is enabled and confirmed.
 */
export const isActive = ({ enabled, status }: Pick<User, 'enabled' | 'status'>): boolean =>
  enabled && status === 'CONFIRMED'
