import type { AuthHash } from '@poolhouse/omniauth'

// The parts of a reader's own application that the code of the guides uses.

/** The part of express-session that the guides use. */
export interface WithSession {
  readonly session: { userId?: string; regenerate(done: (error?: unknown) => void): void }
}

export interface OldUser {
  readonly username: string
  readonly email: string
  readonly emailVerified: boolean
  readonly name: string
  readonly profileId: string
}

/** A `User` of Auth.js with its `Account` rows. */
export interface AuthJsUser {
  readonly username: string
  readonly email: string
  readonly emailVerified: Date | null
  readonly name: string
  readonly accounts: readonly { readonly provider: string; readonly providerAccountId: string }[]
}

export declare function findOrCreateUser(auth: AuthHash): Promise<{ id: string }>
