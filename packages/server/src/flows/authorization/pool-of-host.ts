import { findDomain } from '#records/domains/domains'
import { domainSuffixOf, type IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'

/** No pool has this id, so a request to an unknown domain prefix finds no client. */
const unknownPool = ''

/**
 * The id of the pool whose domain prefix is in the host; undefined at the base address, which serves the clients of all
 * pools. The host only limits which clients are accepted. It is used for nothing else.
 */
export async function poolIdOfHost(
  { db, issuerSettings }: { db: Database; issuerSettings: IssuerSettings },
  host: string | undefined,
): Promise<string | undefined> {
  const prefix = domainPrefixOf(issuerSettings, host)
  if (prefix === undefined) return undefined
  return (await findDomain(db, prefix))?.userPoolId ?? unknownPool
}

/** PURE. The domain prefix in a Host header; undefined when it has none. */
export function domainPrefixOf(issuerSettings: IssuerSettings, host = ''): string | undefined {
  const name = host.toLowerCase()
  const suffix = `.${domainSuffixOf(issuerSettings).toLowerCase()}`
  if (name === new URL(issuerSettings.publicUrl).host || !name.endsWith(suffix)) return undefined
  return name.slice(0, -suffix.length)
}
