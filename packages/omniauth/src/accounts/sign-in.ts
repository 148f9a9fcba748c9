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
  /** Names in small letters that no account may have. Default: GitLab's. */
  readonly isReserved?: ((username: string) => boolean) | undefined
}

export type SignInAnswer =
  /**
   * Whose account it is. Nobody is signed in yet: ask the second factor unless `bypassesTwoFactor`, then call {@link completeSignIn}.
   * `linked`: the account has got the identity just now, by a setting.
   */
  | {
      readonly outcome: 'signed-in'
      readonly account: Account
      readonly isNew: boolean
      readonly linked: boolean
      readonly bypassesTwoFactor: boolean
    }
  /** The signed-in person's account has the identity: just now (`changed`), or it had it before. */
  | { readonly outcome: 'linked'; readonly account: Account; readonly change: 'changed' | 'exists' }
  /** `refusalText` says it to people. `account` is the one that was made and waits for approval, for telling administrators. */
  | { readonly outcome: 'refused'; readonly reason: RefusalReason; readonly account?: Account }
  /** No account can be made of the answer: HTTP 422, `signInFailedTexts`. */
  | { readonly outcome: 'invalid'; readonly reasons: readonly string[] }

/**
 * The account that a provider's answer signs in, links, or makes: looks up the facts, decides ({@link decideAccount}), carries the decision out, and keeps the profile up
 * to date. Any number of callbacks may come at once, for one person too: the first makes the account and the others find it.
 */
export async function accountForSignIn(services: SignInServices, request: SignInRequest): Promise<SignInAnswer> {
  // Each turn is lost only to a write of somebody else's that has come about.
  for (let turn = 0; turn < 20; turn++) {
    const decision = decideAccount(await loadFacts(services, request))
    const answer = await carryOut(services, request, { decision })
    if (answer !== 'again') return answer
  }
  throw new Error('The accounts changed 20 times while one sign-in was under way')
}

export type CompletedSignIn =
  /** `reactivated`: the account was at rest; `accountTexts.reactivated` says so. */
  | { readonly outcome: 'completed'; readonly account: Account; readonly reactivated: boolean }
  /** An account that is gone counts as blocked. */
  | { readonly outcome: 'refused'; readonly reason: 'blocked' | 'blocked_pending_approval' }

/**
 * The last step of every sign-in, with a provider or a password, once all factors are through and before a session begins: looks whether the account may
 * sign in, wakes it when it is deactivated, and notes the time.
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
      return create(services, request, { wished: decision.account })
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
    // The directory's identity is an extra: when it can't be had, the sign-in goes on without it.
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

/** External or not as the groups of a SAML provider say, at each sign-in; undefined when the account is gone. */
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

/** The account with what the provider keeps up to date; undefined when it is gone. An address that another has just taken is left alone. */
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
  { wished }: { wished: NewAccount },
): Promise<SignInAnswer | 'again'> {
  const { store, clock } = services
  const { auth, isReserved } = request
  const now = clock()
  for (const username of usernameCandidates(wished.username, now, isReserved === undefined ? {} : { isReserved })) {
    const answer = await store.create(accountToCreate(services, wished, { auth, username }), now)
    if (answer.outcome === 'created') return signedIn(services, answer.account, { auth, isNew: true, linked: false })
    // A made-up address hangs on the username: the next one has another.
    const isOnlyName = answer.what === 'username' || (answer.what === 'email' && wished.temporaryEmail)
    if (!isOnlyName) return 'again'
  }
  throw new Error('There is always another username')
}

function accountToCreate(
  { settings }: SignInServices,
  wished: NewAccount,
  { auth, username }: { auth: AuthHash; username: string },
): AccountToCreate {
  const { name, emailVerified, state, external, identities, person } = wished
  const email = wished.temporaryEmail ? temporaryEmail(username) : wished.email
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
