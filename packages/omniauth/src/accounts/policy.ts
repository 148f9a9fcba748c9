import type { Identity } from './account.ts'
import { accountProblems, longestEmail, uidProblems } from './account-rules.ts'
import type {
  AccountDecision,
  AccountFacts,
  DirectoryFacts,
  ExistingAccount,
  NewAccount,
  RefusalReason,
} from './decision.ts'
import { decideLinking } from './linking.ts'
import { emailClaim, emailOf, identityOf, oneLine, profileOf } from './profile.ts'
import { covers } from './provider-kind.ts'
import { slug, usernameFrom } from './username.ts'

/**
 * Decides what a provider's answer means for the application's accounts, by GitLab's rules. This is a pure function:
 * the caller looks up the facts before, and applies the decision with conditional writes. {@link accountForSignIn} does
 * both.
 *
 * An address that another account has is refused. It links only if a setting allows it, the provider says that the
 * address is verified, and the account's address is proved.
 */
export function decideAccount(facts: AccountFacts): AccountDecision {
  if (facts.signedInAs !== undefined) return decideLinking(facts, facts.signedInAs)
  if (facts.isDisabled) return refuse('provider_disabled')
  const reasons = uidProblems(facts.auth.uid)
  if (reasons.length > 0) return { kind: 'invalid', reasons }
  return knownIdentity(facts) ?? linkByEmail(facts) ?? directoryAccount(facts) ?? creation(facts)
}

/**
 * Whether the address in an answer is trusted as the user's own. A SAML provider does not say so itself: with
 * `auto_link_saml_user` the administrator says that the provider sends verified addresses.
 */
export function isEmailVouchedFor({
  auth,
  isSaml,
  linkUnverified,
}: Pick<AccountFacts, 'auth' | 'isSaml' | 'linkUnverified'>): boolean {
  const said = emailClaim(auth)
  return said === true || (isSaml && said !== false) || covers(linkUnverified, auth.provider)
}

const refuse = (reason: RefusalReason): AccountDecision => ({ kind: 'refuse', reason })

function knownIdentity(facts: AccountFacts): AccountDecision | undefined {
  const { byIdentity } = facts
  if (byIdentity === undefined) return undefined
  if (!byIdentity.trusted) return refuse('untrusted_identity')
  return signIn(byIdentity.account, { link: directoryIdentity(facts, byIdentity.account) })
}

function linkByEmail(facts: AccountFacts): AccountDecision | undefined {
  const { auth, settings, isSaml, byEmail, linkUnverified } = facts
  const applies = isSaml ? settings.autoLinkSamlUser : covers(settings.autoLinkUser, auth.provider)
  if (!applies || byEmail === undefined || !isEmailVouchedFor(facts)) return undefined
  // Another user may have signed up with this address before its owner. Only a proved address belongs to the account.
  if (!byEmail.emailVerified && !covers(linkUnverified, auth.provider)) return undefined
  return linkTo(byEmail, facts, emailOf(auth))
}

function directoryAccount(facts: AccountFacts): AccountDecision | undefined {
  const { directory, settings } = facts
  if (!settings.autoLinkLdapUser || directory === undefined) return undefined
  return directory.byIdentity === undefined ? newAccount(facts, directory) : linkTo(directory.byIdentity, facts)
}

function creation(facts: AccountFacts): AccountDecision {
  if (!covers(facts.settings.allowSingleSignOn, facts.auth.provider)) return refuse('sign_up_disabled')
  return newAccount(facts, undefined)
}

function signIn(
  { id, state }: ExistingAccount,
  { link, whileEmail }: { link: readonly Identity[]; whileEmail?: string },
): AccountDecision {
  if (state === 'blocked' || state === 'blocked_pending_approval') return refuse(state)
  return { kind: 'sign-in', accountId: id, link, whileEmail }
}

/**
 * GitLab overwrites the account's uid, so the last user with an address gets the account. Here the first user keeps it.
 */
function linkTo(account: ExistingAccount, facts: AccountFacts, whileEmail?: string): AccountDecision {
  const identity = identityOf(facts.auth)
  if (account.identities.some(({ provider }) => provider === identity.provider)) return refuse('other_uid')
  const link = [identity, ...directoryIdentity(facts, account)]
  return signIn(account, whileEmail === undefined ? { link } : { link, whileEmail })
}

/** The person's directory identity, for an account that has no identity of that directory. */
function directoryIdentity({ directory, settings }: AccountFacts, account: ExistingAccount): readonly Identity[] {
  if (!settings.autoLinkLdapUser || directory === undefined || directory.byIdentity !== undefined) return []
  const { provider, dn } = directory.person
  const has = account.identities.some((identity) => identity.provider === provider)
  return has || uidProblems(dn).length > 0 ? [] : [identityOf({ provider, uid: dn })]
}

function newAccount(facts: AccountFacts, directory: DirectoryFacts | undefined): AccountDecision {
  const { auth, settings } = facts
  const person = directory?.person
  const profile = profileOf(auth, facts.username)
  const email = person?.email ?? profile.email
  const fromDirectory = person?.email !== undefined
  const account: NewAccount = {
    identities: [
      identityOf(auth),
      ...(person === undefined ? [] : [identityOf({ provider: person.provider, uid: person.dn })]),
    ],
    username: person === undefined ? usernameFrom(auth, facts.username) : slug(person.username),
    name: oneLine(person?.name ?? '') ?? profile.name,
    email,
    emailVerified: fromDirectory || (!profile.temporaryEmail && emailClaim(auth) === true),
    temporaryEmail: !fromDirectory && profile.temporaryEmail,
    state: (person?.blockAutoCreatedUsers ?? settings.blockAutoCreatedUsers) ? 'blocked_pending_approval' : 'active',
    external: settings.externalProviders.includes(auth.provider) || facts.inExternalGroup === true,
    person,
  }
  const holder = fromDirectory ? directory?.byEmail : facts.byEmail
  const reasons = [
    ...(holder === undefined ? [] : ['Email has already been taken']),
    ...(email.length > longestEmail
      ? [`Identity provider email must be ${longestEmail} characters or less`]
      : accountProblems(account)),
    ...account.identities.flatMap(({ uid }) => uidProblems(uid)),
  ]
  return reasons.length > 0 ? { kind: 'invalid', reasons } : { kind: 'create', account }
}
