/**
 * One provider as GitLab's `omniauth_providers` lists it. `args` holds the strategy's own options.
 * @see https://docs.gitlab.com/ee/integration/omniauth.html
 */
export interface ProviderConfig {
  readonly name: string
  /** The button's text; default made from the name. */
  readonly label?: string
  readonly icon?: string
  /** GitHub Enterprise alone, as GitLab has it: where the server stands. */
  readonly url?: string
  /** GitLab's key. Certificates are always verified: false is refused. */
  readonly verify_ssl?: boolean
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
  /** SAML's: the attribute that lists a person's groups; only members of one of `required_groups` may sign in, those of `external_groups` are external. */
  readonly groups_attribute?: string
  readonly required_groups?: readonly string[] | string
  readonly external_groups?: readonly string[] | string
}

export type Setup = (phase: {
  readonly request: Request
  readonly phase: 'request' | 'callback'
}) => Readonly<Record<string, unknown>> | undefined | Promise<Readonly<Record<string, unknown>> | undefined>

/** GitLab's labels of the names that it knows. */
const knownLabels: Readonly<Record<string, string>> = {
  alicloud: 'AliCloud',
  atlassian_oauth2: 'Atlassian',
  azure_activedirectory_v2: 'Azure AD v2',
  azure_oauth2: 'Azure AD',
  github: 'GitHub',
  gitlab: 'GitLab.com',
  google_oauth2: 'Google',
}

/** The button's text: the given label, else GitLab's own for the name, else the name as a title (`my_cognito` becomes "My Cognito"). */
export function labelOf({ name, label }: Pick<ProviderConfig, 'name' | 'label'>): string {
  if (label !== undefined && label.trim() !== '') return label
  if (Object.hasOwn(knownLabels, name)) return knownLabels[name] ?? name
  return name
    .split(/[_-]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}
