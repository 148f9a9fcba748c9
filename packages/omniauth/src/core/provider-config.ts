/**
 * One provider in the form of GitLab's `omniauth_providers`. `args` has the strategy's options.
 * @see https://docs.gitlab.com/ee/integration/omniauth.html
 */
export interface ProviderConfig {
  readonly name: string
  /** The button's text. The default is made from the name. */
  readonly label?: string
  readonly icon?: string
  /** Only for GitHub Enterprise, as in GitLab: the server's address. */
  readonly url?: string
  /** GitLab's key. Certificates are always verified: false is refused. */
  readonly verify_ssl?: boolean
  readonly app_id?: string
  readonly app_secret?: string
  readonly args?: Readonly<Record<string, unknown>>
  /**
   * Changes `args` for a single request, in both phases: for tenants, or for a choice of the user. It gets the request
   * and returns the changes, which are merged deeply into `args`.
   */
  readonly setup?: Setup
  /** The claim for account names, instead of username and nickname. GitLab's files have it in `args`. */
  readonly gitlab_username_claim?: string
  /**
   * Only for SAML: the attribute that lists a user's groups. Only members of `required_groups` may sign in. Members of
   * `external_groups` are external.
   */
  readonly groups_attribute?: string
  readonly required_groups?: readonly string[] | string
  readonly external_groups?: readonly string[] | string
}

export type Setup = (phase: {
  readonly request: Request
  readonly phase: 'request' | 'callback'
}) => Readonly<Record<string, unknown>> | undefined | Promise<Readonly<Record<string, unknown>> | undefined>

/** GitLab's labels for known names. */
const knownLabels: Readonly<Record<string, string>> = {
  alicloud: 'AliCloud',
  atlassian_oauth2: 'Atlassian',
  azure_activedirectory_v2: 'Azure AD v2',
  azure_oauth2: 'Azure AD',
  github: 'GitHub',
  gitlab: 'GitLab.com',
  google_oauth2: 'Google',
}

/**
 * The button's text: the given label, else GitLab's label for the name, else the name as a title (`my_cognito`: "My
 * Cognito").
 */
export function labelOf({ name, label }: Pick<ProviderConfig, 'name' | 'label'>): string {
  if (label !== undefined && label.trim() !== '') return label
  if (Object.hasOwn(knownLabels, name)) return knownLabels[name] ?? name
  return name
    .split(/[_-]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}
