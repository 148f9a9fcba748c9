import type { ProviderConfig } from './providers.ts'

/**
 * GitLab's OmniAuth settings, as far as this version acts on them.
 * @see https://docs.gitlab.com/ee/integration/omniauth.html
 */
export interface OmniauthSettings {
  /** false hides every provider button and switches the subsystem off. Default true. */
  readonly enabled: boolean
  /** Which providers may create accounts on first sign-in. Default false: none. */
  readonly allowSingleSignOn: boolean | readonly string[]
  /** A created account waits for approval. Default true. */
  readonly blockAutoCreatedUsers: boolean
  /** The sign-in page goes straight to this provider. */
  readonly autoSignInWithProvider: string | undefined
  readonly providers: readonly ProviderConfig[]
}
