import type { OmniauthSettings, SyncedAttribute } from '#config/settings'
import { type AuthHash, infoText } from '#core/auth-hash'
import { type Account, type AccountChanges, foldAscii, type SyncedMetadata } from './account.ts'
import { accountProblems, profileTextProblems } from './account-rules.ts'
import { emailClaim, emailOf, fullNameOf, locationOf, oneLine } from './profile.ts'
import { covers, isLdapProvider } from './provider-kind.ts'

export type SyncSettings = Pick<OmniauthSettings, 'syncProfileFromProvider' | 'syncProfileAttributes'>

/** A provider's values for the attributes that it keeps up to date. */
export interface SyncedProfile {
  readonly values: Readonly<Partial<Record<SyncedAttribute, string>>>
  /** undefined: this provider does not sync profiles. */
  readonly metadata: SyncedMetadata | undefined
}

/**
 * The attributes that a sign-in copies. A missing, blank or invalid attribute is not copied and not locked. An address
 * that the provider calls unverified must not replace another one.
 */
export function syncedProfile(settings: SyncSettings, auth: AuthHash): SyncedProfile {
  if (!isSyncing(settings, auth.provider)) return { values: {}, metadata: undefined }
  const given = settings.syncProfileAttributes.flatMap((attribute) => {
    const value = textOf(auth, attribute)
    return value === undefined ? [] : [[attribute, value] as const]
  })
  return {
    values: Object.fromEntries(given),
    metadata: { provider: auth.provider, attributes: given.map(([attribute]) => attribute) },
  }
}

/**
 * The changes that a sign-in makes to an account; undefined when there are none. The locks are always those of this
 * sign-in. `emailIsTaken`: another account has the address, so it is neither copied nor locked.
 */
export function profileChanges(
  account: Account,
  { auth, settings, emailIsTaken }: { auth: AuthHash; settings: SyncSettings; emailIsTaken: boolean },
): AccountChanges | undefined {
  const synced = syncedProfile(settings, auth)
  const taken = (attribute: SyncedAttribute) => attribute === 'email' && emailIsTaken
  const metadata = synced.metadata && {
    ...synced.metadata,
    attributes: synced.metadata.attributes.filter((attribute) => !taken(attribute)),
  }
  const { name, email, location, organization, job_title: jobTitle } = synced.values
  const changes: AccountChanges = {
    ...differing(account, { name, location, organization, jobTitle }),
    ...(email === undefined || emailIsTaken ? {} : emailChanges(account, email, emailClaim(auth) === true)),
    ...(isSame(account.synced, metadata) ? {} : { synced: metadata }),
  }
  return Object.keys(changes).length === 0 ? undefined : changes
}

/** The attributes that the user can not change, because the provider keeps them up to date. */
export function lockedAttributes(account: Pick<Account, 'synced'>, settings: SyncSettings): readonly SyncedAttribute[] {
  const { synced } = account
  return synced !== undefined && isSyncing(settings, synced.provider) ? synced.attributes : []
}

/** A directory always syncs profiles. */
function isSyncing(settings: SyncSettings, provider: string): boolean {
  return isLdapProvider(provider) || covers(settings.syncProfileFromProvider, provider)
}

function textOf(auth: AuthHash, attribute: SyncedAttribute): string | undefined {
  if (attribute === 'email') {
    const email = emailClaim(auth) === false ? undefined : emailOf(auth)
    return email !== undefined && accountProblems({ email }).length === 0 ? email : undefined
  }
  const value = texts[attribute](auth)
  return value !== undefined && profileTextProblems(attribute, value).length === 0 ? value : undefined
}

const texts: Readonly<Record<Exclude<SyncedAttribute, 'email'>, (auth: AuthHash) => string | undefined>> = {
  name: fullNameOf,
  location: locationOf,
  organization: ({ info }) => oneLine(infoText(info, 'organization') ?? ''),
  job_title: ({ info }) => oneLine(infoText(info, 'job_title') ?? ''),
}

/**
 * A new address that the provider does not verify is stored as not proved. Otherwise it could link another user later.
 */
function emailChanges(account: Account, email: string, isVerified: boolean): AccountChanges {
  const isKept = foldAscii(account.email) === foldAscii(email)
  const emailVerified = isVerified || (isKept && account.emailVerified)
  return { ...differing(account, { email }), ...(emailVerified === account.emailVerified ? {} : { emailVerified }) }
}

function differing(account: Account, values: { [Key in keyof Account]?: string | undefined }): AccountChanges {
  const changed = Object.entries(values).filter(
    ([key, value]) =>
      value !== undefined && Object.entries(account).some(([own, held]) => own === key && held !== value),
  )
  return Object.fromEntries(changed)
}

function isSame(one: SyncedMetadata | undefined, other: SyncedMetadata | undefined): boolean {
  const key = (metadata: SyncedMetadata | undefined) =>
    metadata && `${metadata.provider} ${metadata.attributes.toSorted().join()}`
  return key(one) === key(other)
}
