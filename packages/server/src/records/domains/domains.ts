import type { Database } from '#storage/database'
import type { DomainTable } from '#storage/tables/domains'

/** The domain prefix of a pool's managed login. */
export interface Domain {
  readonly domain: string
  readonly userPoolId: string
  readonly managedLoginVersion: number
  readonly createdAt: number
}

export async function findDomain(db: Database, domain: string): Promise<Domain | undefined> {
  const row = await db.selectFrom('domains').selectAll().where('domain', '=', domain).executeTakeFirst()
  return row && fromRow(row)
}

export async function findDomainOfPool(db: Database, userPoolId: string): Promise<Domain | undefined> {
  const row = await db.selectFrom('domains').selectAll().where('user_pool_id', '=', userPoolId).executeTakeFirst()
  return row && fromRow(row)
}

/** Gives the prefix to a pool; false when the prefix is taken or the pool already has one. */
export async function claimDomain(db: Database, domain: Domain): Promise<boolean> {
  const rows = await db
    .insertInto('domains')
    .values({
      domain: domain.domain,
      user_pool_id: domain.userPoolId,
      managed_login_version: domain.managedLoginVersion,
      created_at: domain.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('domain')
    .execute()
  return rows.length > 0
}

export async function setManagedLoginVersion(db: Database, domain: string, version: number): Promise<void> {
  await db.updateTable('domains').set({ managed_login_version: version }).where('domain', '=', domain).execute()
}

/** Takes the prefix from a pool; false when the pool does not have it. */
export async function releaseDomain(
  db: Database,
  { domain, userPoolId }: Pick<Domain, 'domain' | 'userPoolId'>,
): Promise<boolean> {
  const rows = await db
    .deleteFrom('domains')
    .where('domain', '=', domain)
    .where('user_pool_id', '=', userPoolId)
    .returning('domain')
    .execute()
  return rows.length > 0
}

function fromRow(row: DomainTable): Domain {
  return {
    domain: row.domain,
    userPoolId: row.user_pool_id,
    managedLoginVersion: row.managed_login_version,
    createdAt: row.created_at,
  }
}
