import type { OmniauthSettings } from '#config/settings'
import type { AuthHash } from '#core/auth-hash'
import type { Account } from './account.ts'
import { uidProblems } from './account-rules.ts'
import type { AccountFacts, DirectoryFacts, ExistingAccount } from './decision.ts'
import type { Directory, DirectoryPerson } from './directory.ts'
import { isEmailVouchedFor } from './policy.ts'
import { emailOf, identityOf } from './profile.ts'
import { isSamlProvider } from './provider-kind.ts'
import { inExternalGroup } from './saml-groups.ts'
import type { AccountStore } from './store.ts'
import type { UsernameOptions } from './username.ts'

export interface FactServices {
  readonly store: AccountStore
  readonly settings: OmniauthSettings
  readonly directory?: Directory | undefined
}

export interface FactRequest {
  readonly auth: AuthHash
  /** The account that the browser is signed in to. */
  readonly signedInAs?: string | undefined
  /** Names of providers that an administrator has switched off. */
  readonly disabledProviders?: readonly string[] | undefined
  readonly linkUnverified?: boolean | readonly string[] | undefined
  /** Where to look for the username. The provider's `gitlab_username_claim` comes first in both cases. */
  readonly usernameLookIn?: UsernameOptions['lookIn']
}

/**
 * Looks up all facts that the decision needs. Another callback of the same user may create the account between two of
 * these queries. It writes the address and the identity together. So the query for the identity comes last: a query
 * that finds the address then also finds the identity, and the user is not taken for another one.
 */
export async function loadFacts(services: FactServices, request: FactRequest): Promise<AccountFacts> {
  const { store, settings } = services
  const { auth, signedInAs, disabledProviders = [], linkUnverified = false, usernameLookIn } = request
  const isSaml = isSamlProvider(settings, auth.provider)
  // An unusable uid is refused, not looked up: a database might treat it as equal to another uid.
  const isUsable = uidProblems(auth.uid).length === 0
  const own = signedInAs === undefined ? undefined : await store.find(signedInAs)
  const person =
    isUsable && signedInAs === undefined ? await findPerson(services, { auth, isSaml, linkUnverified }) : undefined
  const emailHolder = await byEmail(store, emailOf(auth))
  const directory = person && (await directoryFacts(store, person))
  const holder = isUsable ? await store.findByIdentity(identityOf(auth)) : undefined
  return {
    auth,
    settings,
    isSaml,
    isDisabled: disabledProviders.includes(auth.provider),
    linkUnverified,
    username: {
      claim: settings.providers.find(({ name }) => name === auth.provider)?.gitlab_username_claim,
      lookIn: usernameLookIn,
    },
    signedInAs: await existing(store, own),
    byIdentity: holder && { account: await known(store, holder.account), trusted: holder.trusted },
    byEmail: emailHolder,
    directory,
    inExternalGroup: inExternalGroup(settings, auth),
  }
}

/** Searches by uid, then by a trusted address, then by the uid as a DN. */
async function findPerson(
  { settings, directory }: FactServices,
  vouching: Pick<AccountFacts, 'auth' | 'isSaml' | 'linkUnverified'>,
): Promise<DirectoryPerson | undefined> {
  if (!settings.autoLinkLdapUser || directory === undefined) return undefined
  const { uid } = vouching.auth
  const email = isEmailVouchedFor(vouching) ? emailOf(vouching.auth) : undefined
  return (
    (await directory.find({ uid })) ??
    (email === undefined ? undefined : await directory.find({ email })) ??
    (await directory.find({ dn: uid }))
  )
}

async function directoryFacts(store: AccountStore, person: DirectoryPerson): Promise<DirectoryFacts> {
  const { provider, dn, email } = person
  const emailHolder = await byEmail(store, email)
  const holder =
    uidProblems(dn).length === 0 ? await store.findByIdentity(identityOf({ provider, uid: dn })) : undefined
  return { person, byIdentity: await existing(store, holder?.account), byEmail: emailHolder }
}

async function byEmail(store: AccountStore, email: string | undefined): Promise<ExistingAccount | undefined> {
  return existing(store, email === undefined ? undefined : await store.findByEmail(email))
}

async function existing(store: AccountStore, account: Account | undefined): Promise<ExistingAccount | undefined> {
  return account === undefined ? undefined : known(store, account)
}

async function known(store: AccountStore, { id, state, emailVerified }: Account): Promise<ExistingAccount> {
  return { id, state, emailVerified, identities: await store.identities(id) }
}
