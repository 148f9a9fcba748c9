/**
 * What is known of a request beside its input. A front makes it once for each request; flows hand it on unchanged, so that
 * every trigger gets the same facts.
 */
export interface TriggerContext {
  /** The app client that called; undefined for an administrator, who calls without one. */
  readonly clientId: string | undefined
  /** `ClientMetadata` of the request. */
  readonly clientMetadata: Readonly<Record<string, string>> | undefined
  readonly sourceIp: string
  readonly userAgent: string | undefined
}
