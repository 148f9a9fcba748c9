import { findDomain } from '#records/domains/domains'
import { domainSuffixOf, type IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'

/** No pool has this id: where a domain prefix is nobody's, no client is found. */
const nobody = ''

/**
 * The pool whose domain prefix a request came to; undefined at the base address, which serves every pool by client id. The host
 * narrows which clients are known and is used for nothing else.
 */
export async function poolIdOfHost(
  { db, issuerSettings }: { db: Database; issuerSettings: IssuerSettings },
  host: string | undefined,
): Promise<string | undefined> {
  const prefix = domainPrefixOf(issuerSettings, host)
  if (prefix === undefined) return undefined
  return (await findDomain(db, prefix))?.userPoolId ?? nobody
}

/** PURE. The domain prefix in a Host header, if it has one. */
export function domainPrefixOf(issuerSettings: IssuerSettings, host = ''): string | undefined {
  const name = host.toLowerCase()
  const suffix = `.${domainSuffixOf(issuerSettings).toLowerCase()}`
  if (name === new URL(issuerSettings.publicUrl).host || !name.endsWith(suffix)) return undefined
  return name.slice(0, -suffix.length)
}
