/**
 * Facts about a request that are not part of its input. A front creates it once for each request. Flows pass it on unchanged,
 * so that all triggers get the same facts.
 */
export interface TriggerContext {
  /** The calling app client; undefined for an administrator, who calls without one. */
  readonly clientId: string | undefined
  /** `ClientMetadata` of the request. */
  readonly clientMetadata: Readonly<Record<string, string>> | undefined
  readonly sourceIp: string
  readonly userAgent: string | undefined
}
