/** The server's addresses and names. They come from configuration, never from a request. */
export interface IssuerSettings {
  /**
   * The address at which browsers and applications reach the server, without a slash at the end:
   * `https://sign-in.example.com`.
   */
  readonly publicUrl: string
  readonly region: string
  /** Twelve digits, as in AWS's ARNs. */
  readonly accountId: string
  /** The `iss` of a pool's tokens: a template with `{publicUrl}`, `{region}` and `{userPoolId}`. */
  readonly issuer: string
  /**
   * The suffix of the hosts of prefix domains, such as `auth.sign-in.example.com`. Without it, domains still work at
   * `<prefix>.auth.<public host>`, but discovery advertises the base URL.
   */
  readonly domainSuffix?: string | undefined
}

/** The default form of the issuer. Discovery works without configuration, because its address is below the issuer. */
export const defaultIssuer = '{publicUrl}/{userPoolId}'

/** The `iss` claim of a pool's tokens. */
export function issuerOf(settings: IssuerSettings, userPoolId: string): string {
  return settings.issuer
    .replaceAll('{publicUrl}', settings.publicUrl)
    .replaceAll('{region}', settings.region)
    .replaceAll('{userPoolId}', userPoolId)
}

/**
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html#amazoncognitouserpools-resources-for-iam-policies
 */
export function userPoolArn({ region, accountId }: IssuerSettings, userPoolId: string): string {
  return `arn:aws:cognito-idp:${region}:${accountId}:userpool/${userPoolId}`
}

/** The suffix of the hosts of prefix domains: configured, or derived from the public URL. */
export function domainSuffixOf({ domainSuffix, publicUrl }: IssuerSettings): string {
  return domainSuffix ?? `auth.${new URL(publicUrl).host}`
}

/** The origin at which a pool's OAuth endpoints and pages are advertised. */
export function advertisedOrigin(settings: IssuerSettings, domain: string | undefined): string {
  if (domain === undefined || settings.domainSuffix === undefined) return settings.publicUrl
  return `${new URL(settings.publicUrl).protocol}//${domain}.${settings.domainSuffix}`
}
