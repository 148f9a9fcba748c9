import { domainPrefixOf } from '#flows/authorization/pool-of-host'
import { domainSuffixOf, type IssuerSettings } from '#records/user-pools/issuer'

/** What a browser says about where a request comes from. */
export interface Provenance {
  readonly host?: string | undefined
  readonly origin?: string | undefined
  readonly 'sec-fetch-site'?: string | string[] | undefined
}

/**
 * Whether a form was posted by one of our own pages. Every browser of today says so in a header; none that says so, or one that
 * says otherwise, and the form is refused.
 * @see https://fetch.spec.whatwg.org/#origin-header
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function isFromOurselves(issuerSettings: IssuerSettings, headers: Provenance): boolean {
  const { origin, 'sec-fetch-site': site } = headers
  if (site !== undefined && site !== 'same-origin') return false
  if (origin !== undefined) return origin === originOf(issuerSettings, headers.host)
  return site !== undefined
}

/** The origin of the pages that a browser reached under a host: a domain prefix's, or the public one. */
function originOf(issuerSettings: IssuerSettings, host: string | undefined): string {
  const { protocol, origin } = new URL(issuerSettings.publicUrl)
  const prefix = domainPrefixOf(issuerSettings, host)
  if (prefix === undefined) return origin
  return `${protocol}//${prefix}.${domainSuffixOf(issuerSettings).toLowerCase()}`
}
