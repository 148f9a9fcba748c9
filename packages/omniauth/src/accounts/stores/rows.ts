import { syncedAttributes } from '#config/setting-lists'
import { type Account, type AccountState, foldAscii, type StoredIdentity, type SyncedMetadata } from '../account.ts'

/** A row from a driver. SQLite has 0 and 1 for flags. PostgreSQL's big integers are texts. */
export type Row = Readonly<Record<string, unknown>>

export function asRow(value: unknown): Row {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

export function readAccount(row: Row): Account {
  return {
    id: String(row['id']),
    username: String(row['username']),
    email: String(row['email']),
    emailVerified: flag(row['email_verified']),
    name: String(row['name']),
    location: text(row['location']),
    organization: text(row['organization']),
    jobTitle: text(row['job_title']),
    state: readState(row['state']),
    admin: flag(row['admin']),
    external: flag(row['external']),
    synced: readSynced(row),
    createdAt: Number(row['created_at']),
    lastSignInAt: row['last_sign_in_at'] === null ? undefined : Number(row['last_sign_in_at']),
  }
}

export function readIdentity(row: Row): StoredIdentity {
  const uid = String(row['uid'])
  return {
    accountId: String(row['account_id']),
    provider: String(row['provider']),
    uid,
    uidKey: foldAscii(uid),
    trusted: flag(row['trusted']),
    createdAt: Number(row['created_at']),
  }
}

export const states: readonly AccountState[] = ['active', 'blocked', 'blocked_pending_approval', 'deactivated']

/** A state that this version does not know counts as blocked. */
function readState(value: unknown): AccountState {
  return states.find((state) => state === value) ?? 'blocked'
}

function readSynced(row: Row): SyncedMetadata | undefined {
  const provider = text(row['synced_provider'])
  if (provider === undefined) return undefined
  const names = (text(row['synced_attributes']) ?? '').split(',')
  return { provider, attributes: syncedAttributes.filter((attribute) => names.includes(attribute)) }
}

export function flag(value: unknown): boolean {
  return value === true || Number(value) === 1
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
