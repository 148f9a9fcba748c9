/**
 * One provider as GitLab's `omniauth_providers` lists it. `args` holds the strategy's own options.
 * @see https://docs.gitlab.com/ee/integration/omniauth.html
 */
export interface ProviderConfig {
  readonly name: string
  readonly label?: string
  readonly icon?: string
  readonly app_id?: string
  readonly app_secret?: string
  readonly args?: Readonly<Record<string, unknown>>
}
