import type { AuthHash } from '#core/auth-hash'
import type { Account, AccountToCreate, Identity } from './account.ts'
import { type FactRequest, type FactServices, loadFacts } from './account-facts.ts'
import type { AccountDecision, NewAccount, RefusalReason } from './decision.ts'
import { decideAccount } from './policy.ts'
import { emailOf, temporaryEmail } from './profile.ts'
import { profileChanges, syncedProfile } from './profile-sync.ts'
import { hasUpstreamTwoFactor, inExternalGroup } from './saml-groups.ts'
import { mayBypassTwoFactor } from './two-factor.ts'
import { usernameCandidates } from './username.ts'

export interface SignInServices extends FactServices {
  /** Epoch milliseconds. */
  readonly clock: () => number
}

export interface SignInRequest extends FactRequest {
  /** Whether no account may have this name, which is in lower case. Default: GitLab's list. */
  readonly isReserved?: ((username: string) => boolean) | undefined
}

export type SignInAnswer =
  /**
   * The account of the user. The sign-in is not complete: ask for the second factor unless `bypassesTwoFactor`, then
   * call {@link completeSignIn}. `linked`: a setting added the identity to the account in this sign-in.
   */
  | {
      readonly outcome: 'signed-in'
      readonly account: Account
      readonly isNew: boolean
      readonly linked: boolean
      readonly bypassesTwoFactor: boolean
    }
  /** The signed-in user's account has the identity: since now (`changed`), or it had it before (`exists`). */
  | { readonly outcome: 'linked'; readonly account: Account; readonly change: 'changed' | 'exists' }
  /**
   * `refusalText` is the text for users. `account` is a new account that waits for approval: notify an administrator.
   */
  | { readonly outcome: 'refused'; readonly reason: RefusalReason; readonly account?: Account }
  /** No account can be created from the answer: HTTP 422, `signInFailedTexts`. */
  | { readonly outcome: 'invalid'; readonly reasons: readonly string[] }

/**
 * Finds, links or creates the account for a provider's answer. It looks up the facts, decides ({@link decideAccount}),
 * applies the decision, and updates the profile. Many callbacks may run in parallel, also for the same user: the first
 * one creates the account and the others find it.
 */
export async function accountForSignIn(services: SignInServices, request: SignInRequest): Promise<SignInAnswer> {
  // An attempt fails only when another process changed the same data in the meantime.
  for (let attempt = 0; attempt < 20; attempt++) {
    const decision = decideAccount(await loadFacts(services, request))
    const answer = await carryOut(services, request, { decision })
    if (answer !== 'again') return answer
  }
  throw new Error('The accounts changed 20 times during one sign-in: try to sign in again')
}

export type CompletedSignIn =
  /** `reactivated`: the account was deactivated before. `accountTexts.reactivated` is the text for users. */
  | { readonly outcome: 'completed'; readonly account: Account; readonly reactivated: boolean }
  /** A removed account counts as blocked. */
  | { readonly outcome: 'refused'; readonly reason: 'blocked' | 'blocked_pending_approval' }

/**
 * The last step of every sign-in, with a provider or a password. Call it after all factors and before you create a
 * session. It checks that the account may sign in, activates a deactivated account, and records the time.
 */
export async function completeSignIn(
  { store, clock }: Pick<SignInServices, 'store' | 'clock'>,
  accountId: string,
): Promise<CompletedSignIn> {
  const reactivated = await store.setState(accountId, { from: ['deactivated'], to: 'active' })
  const account = await store.recordSignIn(accountId, clock())
  if (account !== undefined) return { outcome: 'completed', account, reactivated }
  const state = (await store.find(accountId))?.state
  return { outcome: 'refused', reason: state === 'blocked_pending_approval' ? state : 'blocked' }
}

async function carryOut(
  services: SignInServices,
  request: SignInRequest,
  { decision }: { decision: AccountDecision },
): Promise<SignInAnswer | 'again'> {
  switch (decision.kind) {
    case 'sign-in':
      return signIn(services, request, { decision })
    case 'create':
      return create(services, request, { planned: decision.account })
    case 'link':
      return link(services, decision)
    case 'linked-already': {
      const account = await services.store.find(decision.accountId)
      return account === undefined ? 'again' : { outcome: 'linked', account, change: 'exists' }
    }
    case 'refuse':
      return { outcome: 'refused', reason: decision.reason }
    case 'invalid':
      return { outcome: 'invalid', reasons: decision.reasons }
  }
}

async function signIn(
  services: SignInServices,
  { auth }: SignInRequest,
  { decision }: { decision: Extract<AccountDecision, { kind: 'sign-in' }> },
): Promise<SignInAnswer | 'again'> {
  const { store, clock } = services
  const { accountId, whileEmail } = decision
  const answers = []
  for (const identity of decision.link) {
    const answer = await store.link({ accountId, identity, whileEmail }, clock())
    // The directory's identity is optional: if it can not be linked, the sign-in continues without it.
    if (isOwn(identity, auth) && answer !== 'linked' && answer !== 'exists') return 'again'
    answers.push(answer === 'linked' && isOwn(identity, auth))
  }
  const account = await store.find(accountId)
  if (account === undefined) return 'again'
  const grouped = await followGroups(services, account, { auth })
  const synced = grouped && (await synchronize(services, grouped, { auth }))
  return synced === undefined
    ? 'again'
    : signedIn(services, synced, { auth, isNew: false, linked: answers.includes(true) })
}

const isOwn = (identity: Identity, auth: AuthHash) => identity.provider === auth.provider

function signedIn(
  { settings }: SignInServices,
  account: Account,
  { auth, isNew, linked }: { auth: AuthHash; isNew: boolean; linked: boolean },
): SignInAnswer {
  const { state } = account
  if (state === 'blocked' || state === 'blocked_pending_approval')
    return { outcome: 'refused', reason: state, ...(isNew && { account }) }
  return {
    outcome: 'signed-in',
    account,
    isNew,
    linked,
    bypassesTwoFactor: mayBypassTwoFactor(settings, auth.provider) || hasUpstreamTwoFactor(settings, auth),
  }
}

/** Makes the account external or not by the groups of a SAML provider. undefined when the account no longer exists. */
async function followGroups(
  { store, settings }: SignInServices,
  account: Account,
  { auth }: { auth: AuthHash },
): Promise<Account | undefined> {
  const external = inExternalGroup(settings, auth)
  if (external === undefined || external === account.external) return account
  const answer = await store.update(account.id, { external })
  return answer.outcome === 'updated' ? answer.account : undefined
}

/**
 * Copies the synced attributes to the account. undefined when the account no longer exists. Does not copy an address
 * that another account has taken in the meantime.
 */
async function synchronize(
  { store, settings }: SignInServices,
  account: Account,
  { auth }: { auth: AuthHash },
): Promise<Account | undefined> {
  const email = emailOf(auth)
  const holder = email === undefined ? undefined : await store.findByEmail(email)
  const isTaken = holder !== undefined && holder.id !== account.id
  for (const emailIsTaken of isTaken ? [true] : [false, true]) {
    const changes = profileChanges(account, { auth, settings, emailIsTaken })
    if (changes === undefined) return account
    const answer = await store.update(account.id, changes)
    if (answer.outcome === 'updated') return answer.account
    if (answer.outcome === 'not_found') return undefined
  }
  return account
}

async function create(
  services: SignInServices,
  request: SignInRequest,
  { planned }: { planned: NewAccount },
): Promise<SignInAnswer | 'again'> {
  const { store, clock } = services
  const { auth, isReserved } = request
  const now = clock()
  for (const username of usernameCandidates(planned.username, now, isReserved === undefined ? {} : { isReserved })) {
    const answer = await store.create(accountToCreate(services, planned, { auth, username }), now)
    if (answer.outcome === 'created') return signedIn(services, answer.account, { auth, isNew: true, linked: false })
    // A temporary address contains the username: the next username has another address.
    const isOnlyName = answer.what === 'username' || (answer.what === 'email' && planned.temporaryEmail)
    if (!isOnlyName) return 'again'
  }
  throw new Error('The list of usernames never ends')
}

function accountToCreate(
  { settings }: SignInServices,
  planned: NewAccount,
  { auth, username }: { auth: AuthHash; username: string },
): AccountToCreate {
  const { name, emailVerified, state, external, identities, person } = planned
  const email = planned.temporaryEmail ? temporaryEmail(username) : planned.email
  const account = { username, email, emailVerified, name, state, external, identities }
  if (person !== undefined)
    return { ...account, synced: { provider: person.provider, attributes: personAttributes(person) } }
  const { values, metadata } = syncedProfile(settings, auth)
  const { location, organization, job_title: jobTitle } = values
  return { ...account, location, organization, jobTitle, synced: metadata }
}

function personAttributes({ name, email }: { name?: string | undefined; email?: string | undefined }) {
  const given = { name, email }
  return (['name', 'email'] as const).filter((attribute) => given[attribute] !== undefined)
}

async function link(
  { store, clock }: SignInServices,
  { accountId, identity }: Extract<AccountDecision, { kind: 'link' }>,
): Promise<SignInAnswer | 'again'> {
  const answer = await store.link({ accountId, identity }, clock())
  if (answer !== 'linked') return 'again'
  const account = await store.find(accountId)
  return account === undefined ? 'again' : { outcome: 'linked', account, change: 'changed' }
}
