import { domainPrefixOf } from '#flows/authorization/pool-of-host'
import { domainSuffixOf, type IssuerSettings } from '#records/user-pools/issuer'

/** The headers in which a browser names the origin of a request. */
export interface Provenance {
  readonly host?: string | undefined
  readonly origin?: string | undefined
  readonly 'sec-fetch-site'?: string | string[] | undefined
}

/**
 * Whether one of our own pages posted a form. Every current browser says so in a header. Without such a header, or with another
 * origin in it, the form is refused.
 * @see https://fetch.spec.whatwg.org/#origin-header
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function isFromOurselves(issuerSettings: IssuerSettings, headers: Provenance): boolean {
  const { origin, 'sec-fetch-site': site } = headers
  if (site !== undefined && site !== 'same-origin') return false
  if (origin !== undefined) return origin === originOf(issuerSettings, headers.host)
  return site !== undefined
}

/** The origin of the pages under a host: that of a domain prefix, or the public one. */
function originOf(issuerSettings: IssuerSettings, host: string | undefined): string {
  const { protocol, origin } = new URL(issuerSettings.publicUrl)
  const prefix = domainPrefixOf(issuerSettings, host)
  if (prefix === undefined) return origin
  return `${protocol}//${prefix}.${domainSuffixOf(issuerSettings).toLowerCase()}`
}
