import { type Account, identityOf, uidProblems } from '@poolhouse/omniauth'
import type { SqliteAccountStore } from '@poolhouse/omniauth/accounts/sqlite'
import type { Clock } from '#foundation/clock'
import { endSessionsOf } from '#sessions/account-sessions'
import type { ForgeDatabase } from '#storage/database'
import type { ActionAnswer } from './account-actions.ts'

interface Services {
  db: ForgeDatabase
  accounts: Pick<SqliteAccountStore, 'now'>
  clock: Clock
}

/** An identity of an account, by its provider. */
interface Subject {
  account: Account
  provider: string
}

const done = (what: string): ActionAnswer => ({ outcome: 'done', done: what, isGone: false })
const refused = (why: string): ActionAnswer => ({ outcome: 'refused', why })
const gone = (provider: string) => refused(`This identity of ${provider} no longer exists. Nothing was changed.`)
const taken = refused('Extern uid has already been taken by another account.')

/** Adds an identity of a provider to an account. */
export function addIdentity(
  { accounts, clock }: Services,
  { account, provider, uid }: Subject & { uid: string },
): ActionAnswer {
  const [problem] = uidProblems(uid)
  if (problem !== undefined) return refused(`${problem}.`)
  const answer = accounts.now.link({ accountId: account.id, identity: identityOf({ provider, uid }) }, clock.now())
  switch (answer) {
    case 'linked':
      return done(`added identity of ${provider}`)
    case 'exists':
      return refused('The account already has this identity.')
    case 'taken':
      return taken
    case 'other_uid':
      return refused(`The account has another identity of ${provider}. Change that one.`)
    case 'not_found':
      return gone(provider)
  }
}

/** Changes the uid of an identity, if it is still the one that the page showed. Ends the sessions of the old uid. */
export function changeIdentity(
  { db, accounts }: Services,
  { account, provider, from, uid }: Subject & { from: string; uid: string },
): ActionAnswer {
  const [problem] = uidProblems(uid)
  if (problem !== undefined) return refused(`${problem}.`)
  const change = { provider, from: identityOf({ provider, uid: from }), to: identityOf({ provider, uid }) }
  const answer = accounts.now.changeUid(account.id, change)
  if (answer === 'taken') return taken
  if (answer === 'not_found') return gone(provider)
  endSessionsOf(db, account.id, provider)
  return done(`changed identity of ${provider}`)
}

export function removeIdentity({ db, accounts }: Services, { account, provider }: Subject): ActionAnswer {
  if (!accounts.now.unlink(account.id, provider)) return gone(provider)
  endSessionsOf(db, account.id, provider)
  return done(`removed identity of ${provider}`)
}

/** Trusts or distrusts an identity. Nobody can sign in with a distrusted identity, and its sessions end. */
export function trustIdentity(
  { db, accounts }: Services,
  { account, provider, trusted }: Subject & { trusted: boolean },
): ActionAnswer {
  if (!accounts.now.setTrusted(account.id, { provider, trusted })) return gone(provider)
  if (!trusted) endSessionsOf(db, account.id, provider)
  return done(`${trusted ? 'trusted' : 'distrusted'} identity of ${provider}`)
}
