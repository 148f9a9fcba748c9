import type { AuthHash } from '@poolhouse/omniauth'

// What the guides' readers have already, as far as the code of the guides touches it.

/** What is used of express-session. */
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
