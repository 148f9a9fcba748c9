import { isSamlProvider, type OmniauthSettings } from '@poolhouse/omniauth'
import type { SqliteAccountStore } from '@poolhouse/omniauth/accounts/sqlite'
import { disabledProviders } from '#configuration/disabled-providers'
import type { ForgeDatabase } from '#storage/database'
import { findPasswordHash } from './stored-passwords.ts'

interface Services {
  db: ForgeDatabase
  accounts: Pick<SqliteAccountStore, 'now'>
  settings: Pick<OmniauthSettings, 'providers'>
}

/**
 * Removes an identity from an account for its owner. `primary`: the owner cannot remove this one. As in GitLab, a SAML
 * identity stays, and so does the last way to sign in. The transaction also holds for two removals at the same time.
 */
export function unlinkIdentity(
  services: Services,
  identity: { accountId: string; provider: string },
): 'unlinked' | 'not-linked' | 'primary' {
  const { db, accounts } = services
  const { accountId, provider } = identity
  const unlink = db.transaction(() => {
    if (!accounts.now.identities(accountId).some((held) => held.provider === provider)) return 'not-linked'
    if (isPrimary(services, identity)) return 'primary'
    accounts.now.unlink(accountId, provider)
    return 'unlinked'
  })
  return unlink.immediate()
}

/** Whether the owner cannot remove this identity. */
export function isPrimary(
  { db, accounts, settings }: Services,
  { accountId, provider }: { accountId: string; provider: string },
): boolean {
  if (isSamlProvider(settings, provider) || provider === 'cas3') return true
  if (findPasswordHash(db, accountId) !== undefined) return false
  const disabled = disabledProviders(db)
  const usable = settings.providers.map(({ name }) => name).filter((name) => !disabled.includes(name))
  const others = accounts.now.identities(accountId).filter((held) => held.provider !== provider)
  return !others.some((held) => held.trusted && usable.includes(held.provider))
}
