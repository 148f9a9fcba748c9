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
  /** `done`: the text in the list of actions. */
  | { outcome: 'done'; done: string; isGone: boolean }
  /** `why`: a sentence for the administrator. */
  | { outcome: 'refused'; why: string }

interface Services {
  db: ForgeDatabase
  accounts: Pick<SqliteAccountStore, 'now'>
}

/** An account as the admin area shows it. */
export interface AdministeredAccount extends Account {
  hasTwoFactor: boolean
}

export function administered({ db }: Pick<Services, 'db'>, account: Account): AdministeredAccount {
  return { ...account, hasTwoFactor: hasTwoFactor(db, account.id) }
}

interface ActionRule {
  label: string
  /** The text in the list of actions and in the notice: "approved jane". */
  done: string
  /** Whether the page shows the button for this account. The write checks its own condition again. */
  applies(account: AdministeredAccount): boolean
  /** Changes the account if its state still allows that; returns false otherwise. */
  apply(services: Services, account: Account): boolean
  /** The user can no longer sign in, so administrators cannot do this to themselves or to other administrators. */
  removesAccess: boolean
}

const states = (change: { from: readonly AccountState[]; to: AccountState }) => ({
  applies: ({ state }: Account) => change.from.includes(state),
  apply: ({ db, accounts }: Services, { id }: Account) => {
    const changed = accounts.now.setState(id, change)
    // Delete the sessions. Otherwise they would work again when the account becomes active.
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
    // Block the account first, if it is still pending. So an account that another administrator approved is not removed.
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

/** The reason why an action is not allowed for this account; undefined when it is allowed. */
export function whyNot(
  action: AccountAction,
  { account, adminId }: { account: Account; adminId: string },
): string | undefined {
  const isOwn = account.id === adminId
  if (isOwn && action === 'revoke-admin') return 'You cannot revoke your own role of administrator.'
  if (isOwn && action === 'disable-two-factor') return 'Disable your own second factor in your user settings.'
  if (isOwn && accountActions[action].removesAccess) return 'You cannot do this to your own account.'
  if (account.admin && accountActions[action].removesAccess)
    return `${account.username} is an administrator. Revoke that role first.`
  return undefined
}

/** Does the action, or returns the reason why not. The write is conditional, so two administrators cannot do it twice. */
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
    return { outcome: 'refused', why: `${account.username} is the last administrator, or no longer an administrator.` }
  return { outcome: 'refused', why: `${account.username} was changed in the meantime. Reload the page and try again.` }
}
