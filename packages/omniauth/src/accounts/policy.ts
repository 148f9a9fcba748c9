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
 * Decides what a provider's answer means for the application's accounts: GitLab's table. Pure: the caller has looked up the facts, and carries the
 * decision out with conditional writes. {@link accountForSignIn} does both.
 *
 * An address that is taken refuses, unless a setting says that it links and both the provider and the account vouch for it.
 */
export function decideAccount(facts: AccountFacts): AccountDecision {
  if (facts.signedInAs !== undefined) return decideLinking(facts, facts.signedInAs)
  if (facts.isDisabled) return refuse('provider_disabled')
  const reasons = uidProblems(facts.auth.uid)
  if (reasons.length > 0) return { kind: 'invalid', reasons }
  return knownIdentity(facts) ?? linkByEmail(facts) ?? directoryAccount(facts) ?? creation(facts)
}

/**
 * Whether the address of an answer may stand for its person. A SAML provider makes no claim of its own: `auto_link_saml_user` is the operator's word
 * that it gives out people's real addresses.
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
  // Somebody may have signed up with this address before its owner came: only an address that was proved is the account's own.
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

/** GitLab overwrites the uid that the account had: then whoever comes last with an address has the account. Here the first keeps it. */
function linkTo(account: ExistingAccount, facts: AccountFacts, whileEmail?: string): AccountDecision {
  const identity = identityOf(facts.auth)
  if (account.identities.some(({ provider }) => provider === identity.provider)) return refuse('other_uid')
  const link = [identity, ...directoryIdentity(facts, account)]
  return signIn(account, whileEmail === undefined ? { link } : { link, whileEmail })
}

/** The person's identity at the directory, for an account that has none there. */
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
