/**
 * One provider as GitLab's `omniauth_providers` lists it. `args` holds the strategy's own options.
 * @see https://docs.gitlab.com/ee/integration/omniauth.html
 */
export interface ProviderConfig {
  readonly name: string
  /** The button's text; default made from the name. */
  readonly label?: string
  readonly icon?: string
  readonly app_id?: string
  readonly app_secret?: string
  readonly args?: Readonly<Record<string, unknown>>
  /**
   * Changes `args` for one request alone, in both phases: tenants, a choice that the person made. It gets what it needs to decide and answers
   * what is different, merged deeply over `args`.
   */
  readonly setup?: Setup
  /** The claim that account names are made from, in place of username and nickname. GitLab's files have it in `args`. */
  readonly gitlab_username_claim?: string
}

export type Setup = (phase: {
  readonly request: Request
  readonly phase: 'request' | 'callback'
}) => Readonly<Record<string, unknown>> | undefined | Promise<Readonly<Record<string, unknown>> | undefined>

/** The button's text: the given label, else the name as a title (`my_cognito` becomes "My Cognito"). */
export function labelOf({ name, label }: Pick<ProviderConfig, 'name' | 'label'>): string {
  if (label !== undefined && label.trim() !== '') return label
  return name
    .split(/[_-]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}
