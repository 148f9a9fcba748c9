import type { Account, AccountState } from '@poolhouse/omniauth'
import type { SqliteAccountStore } from '@poolhouse/omniauth/accounts/sqlite'
import { endSessionsOf } from '#sessions/account-sessions'
import type { ForgeDatabase } from '#storage/database'
import { hasTwoFactor, removeAuthenticator } from '#two-factor/authenticators'

/** What an administrator can do to an account with one button. */
export type AccountAction =
  | 'approve'
  | 'reject'
  | 'block'
  | 'unblock'
  | 'deactivate'
  | 'activate'
  | 'make-external'
  | 'make-internal'
  | 'make-admin'
  | 'revoke-admin'
  | 'sign-out'
  | 'disable-two-factor'
  | 'remove'

export type ActionAnswer =
  /** `done`: as the list of actions says it. */
  | { outcome: 'done'; done: string; isGone: boolean }
  /** `why`: a sentence for the administrator. */
  | { outcome: 'refused'; why: string }

interface Services {
  db: ForgeDatabase
  accounts: Pick<SqliteAccountStore, 'now'>
}

/** An account as administrators see it. */
export interface AdministeredAccount extends Account {
  hasTwoFactor: boolean
}

export function administered({ db }: Pick<Services, 'db'>, account: Account): AdministeredAccount {
  return { ...account, hasTwoFactor: hasTwoFactor(db, account.id) }
}

interface ActionRule {
  label: string
  /** As the list of actions and the notice say it: "approved jane". */
  done: string
  /** Whether the button is shown for an account as it is. The write has its own condition. */
  applies(account: AdministeredAccount): boolean
  /** Makes the change if the account still is as it was; answers false when it is not. */
  apply(services: Services, account: Account): boolean
  /** Keeps its person out, so it isn't done to oneself, nor to an administrator. */
  removesAccess: boolean
}

const states = (change: { from: readonly AccountState[]; to: AccountState }) => ({
  applies: ({ state }: Account) => change.from.includes(state),
  apply: ({ db, accounts }: Services, { id }: Account) => {
    const changed = accounts.now.setState(id, change)
    // A session is looked up together with its account's state; without the row it does not come back with the state either.
    if (changed && change.to !== 'active') endSessionsOf(db, id)
    return changed
  },
})

const flag = (change: { external: boolean }) => ({
  applies: ({ external }: Account) => external !== change.external,
  apply: ({ accounts }: Services, { id }: Account) => accounts.now.update(id, change).outcome === 'updated',
})

const adminRole = (admin: boolean) => ({
  applies: (account: Account) => account.admin !== admin,
  apply: ({ accounts }: Services, { id }: Account) => accounts.now.setAdmin(id, admin) === 'changed',
})

export const accountActions: Readonly<Record<AccountAction, ActionRule>> = {
  approve: {
    label: 'Approve',
    done: 'approved',
    removesAccess: false,
    ...states({ from: ['blocked_pending_approval'], to: 'active' }),
  },
  reject: {
    label: 'Reject and remove',
    done: 'rejected',
    removesAccess: true,
    applies: ({ state }) => state === 'blocked_pending_approval',
    // Blocked first, under the condition that it waits: an account that was approved meanwhile is not removed.
    apply: ({ accounts }, { id }) =>
      accounts.now.setState(id, { from: ['blocked_pending_approval'], to: 'blocked' }) && accounts.now.remove(id),
  },
  block: {
    label: 'Block',
    done: 'blocked',
    removesAccess: true,
    ...states({ from: ['active', 'deactivated'], to: 'blocked' }),
  },
  unblock: {
    label: 'Unblock',
    done: 'unblocked',
    removesAccess: false,
    ...states({ from: ['blocked'], to: 'active' }),
  },
  deactivate: {
    label: 'Deactivate',
    done: 'deactivated',
    removesAccess: true,
    ...states({ from: ['active'], to: 'deactivated' }),
  },
  activate: {
    label: 'Activate',
    done: 'activated',
    removesAccess: false,
    ...states({ from: ['deactivated'], to: 'active' }),
  },
  'make-external': { label: 'Make external', done: 'made external', removesAccess: false, ...flag({ external: true }) },
  'make-internal': {
    label: 'Make internal',
    done: 'made internal',
    removesAccess: false,
    ...flag({ external: false }),
  },
  'make-admin': { label: 'Make administrator', done: 'made administrator', removesAccess: false, ...adminRole(true) },
  'revoke-admin': {
    label: 'Revoke administrator',
    done: 'revoked administrator',
    removesAccess: false,
    ...adminRole(false),
  },
  'sign-out': {
    label: 'Sign out everywhere',
    done: 'signed out everywhere',
    removesAccess: false,
    applies: () => true,
    apply: ({ db }, { id }) => {
      endSessionsOf(db, id)
      return true
    },
  },
  'disable-two-factor': {
    label: 'Disable two-factor authentication',
    done: 'disabled two-factor authentication',
    removesAccess: false,
    applies: (account) => account.hasTwoFactor,
    apply: ({ db }, { id }) => removeAuthenticator(db, id),
  },
  remove: {
    label: 'Remove account',
    done: 'removed',
    removesAccess: true,
    applies: () => true,
    apply: ({ accounts }, { id }) => accounts.now.remove(id),
  },
}

export function isAccountAction(name: string): name is AccountAction {
  return Object.hasOwn(accountActions, name)
}

/** Why an action is not for this account; undefined when it is. */
export function whyNot(
  action: AccountAction,
  { account, adminId }: { account: Account; adminId: string },
): string | undefined {
  const isOwn = account.id === adminId
  if (isOwn && action === 'revoke-admin') return 'You can not revoke your own role of administrator.'
  if (isOwn && action === 'disable-two-factor') return 'Your own second factor is disabled in your settings.'
  if (isOwn && accountActions[action].removesAccess) return 'You can not do this to your own account.'
  if (account.admin && accountActions[action].removesAccess)
    return `${account.username} is an administrator: revoke that first.`
  return undefined
}

/** Does it, or says why not. What is done is a conditional write: two administrators at once do it once. */
export function actOnAccount(
  services: Services,
  { action, account, adminId }: { action: AccountAction; account: Account; adminId: string },
): ActionAnswer {
  const why = whyNot(action, { account, adminId })
  if (why !== undefined) return { outcome: 'refused', why }
  const rule = accountActions[action]
  const isDone = rule.applies(administered(services, account)) && rule.apply(services, account)
  if (isDone) return { outcome: 'done', done: rule.done, isGone: action === 'remove' || action === 'reject' }
  if (action === 'revoke-admin')
    return { outcome: 'refused', why: `${account.username} is the last administrator, or none any more.` }
  return { outcome: 'refused', why: `${account.username} is not as this page had it: nothing was changed.` }
}
