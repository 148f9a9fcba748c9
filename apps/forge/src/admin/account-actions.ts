import type { Account, AccountState, AccountStore } from '@poolhouse/omniauth'
import { endSessionsOf } from '#sessions/account-sessions'
import type { ForgeDatabase } from '#storage/database'

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
  | 'remove'

export type ActionAnswer =
  /** `done`: as the list of actions says it. */
  | { outcome: 'done'; done: string; isGone: boolean }
  /** `why`: a sentence for the administrator. */
  | { outcome: 'refused'; why: string }

interface Services {
  db: ForgeDatabase
  accounts: AccountStore
}

interface Deed {
  label: string
  /** As the list of actions and the notice say it: "approved jane". */
  done: string
  /** Whether the button is shown for an account as it is. The write has its own condition. */
  fits(account: Account): boolean
  /** Makes the change if the account still is as it was; answers false when it is not. */
  make(services: Services, account: Account): Promise<boolean>
  /** Keeps its person out, so it isn't done to oneself, nor to an administrator. */
  shutsOut: boolean
}

const states = (change: { from: readonly AccountState[]; to: AccountState }) => ({
  fits: ({ state }: Account) => change.from.includes(state),
  make: async ({ db, accounts }: Services, { id }: Account) => {
    const changed = await accounts.setState(id, change)
    // A session is looked up together with its account's state; without the row it does not come back with the state either.
    if (changed && change.to !== 'active') endSessionsOf(db, id)
    return changed
  },
})

const flag = (change: { external: boolean }) => ({
  fits: ({ external }: Account) => external !== change.external,
  make: async ({ accounts }: Services, { id }: Account) => (await accounts.update(id, change)).outcome === 'updated',
})

const adminRole = (admin: boolean) => ({
  fits: (account: Account) => account.admin !== admin,
  make: async ({ accounts }: Services, { id }: Account) => (await accounts.setAdmin(id, admin)) === 'changed',
})

export const deeds: Readonly<Record<AccountAction, Deed>> = {
  approve: {
    label: 'Approve',
    done: 'approved',
    shutsOut: false,
    ...states({ from: ['blocked_pending_approval'], to: 'active' }),
  },
  reject: {
    label: 'Reject and remove',
    done: 'rejected',
    shutsOut: true,
    fits: ({ state }) => state === 'blocked_pending_approval',
    // Blocked first, under the condition that it waits: an account that was approved meanwhile is not removed.
    make: async ({ accounts }, { id }) =>
      (await accounts.setState(id, { from: ['blocked_pending_approval'], to: 'blocked' })) &&
      (await accounts.remove(id)),
  },
  block: {
    label: 'Block',
    done: 'blocked',
    shutsOut: true,
    ...states({ from: ['active', 'deactivated'], to: 'blocked' }),
  },
  unblock: { label: 'Unblock', done: 'unblocked', shutsOut: false, ...states({ from: ['blocked'], to: 'active' }) },
  deactivate: {
    label: 'Deactivate',
    done: 'deactivated',
    shutsOut: true,
    ...states({ from: ['active'], to: 'deactivated' }),
  },
  activate: {
    label: 'Activate',
    done: 'activated',
    shutsOut: false,
    ...states({ from: ['deactivated'], to: 'active' }),
  },
  'make-external': { label: 'Make external', done: 'made external', shutsOut: false, ...flag({ external: true }) },
  'make-internal': { label: 'Make internal', done: 'made internal', shutsOut: false, ...flag({ external: false }) },
  'make-admin': { label: 'Make administrator', done: 'made administrator', shutsOut: false, ...adminRole(true) },
  'revoke-admin': {
    label: 'Revoke administrator',
    done: 'revoked administrator',
    shutsOut: false,
    ...adminRole(false),
  },
  'sign-out': {
    label: 'Sign out everywhere',
    done: 'signed out everywhere',
    shutsOut: false,
    fits: () => true,
    make: async ({ db }, { id }) => {
      endSessionsOf(db, id)
      return true
    },
  },
  remove: {
    label: 'Remove account',
    done: 'removed',
    shutsOut: true,
    fits: () => true,
    make: ({ accounts }, { id }) => accounts.remove(id),
  },
}

export function isAccountAction(name: string): name is AccountAction {
  return Object.hasOwn(deeds, name)
}

/** Why an action is not for this account; undefined when it is. */
export function whyNot(
  action: AccountAction,
  { account, adminId }: { account: Account; adminId: string },
): string | undefined {
  const isOwn = account.id === adminId
  if (isOwn && action === 'revoke-admin') return 'You can not revoke your own role of administrator.'
  if (isOwn && deeds[action].shutsOut) return 'You can not do this to your own account.'
  if (account.admin && deeds[action].shutsOut) return `${account.username} is an administrator: revoke that first.`
  return undefined
}

/** Does it, or says why not. What is done is one conditional write: two administrators at once do it once. */
export async function actOnAccount(
  services: Services,
  { action, account, adminId }: { action: AccountAction; account: Account; adminId: string },
): Promise<ActionAnswer> {
  const why = whyNot(action, { account, adminId })
  if (why !== undefined) return { outcome: 'refused', why }
  const deed = deeds[action]
  const isMade = deed.fits(account) && (await deed.make(services, account))
  if (isMade) return { outcome: 'done', done: deed.done, isGone: action === 'remove' || action === 'reject' }
  if (action === 'revoke-admin')
    return { outcome: 'refused', why: `${account.username} is the last administrator, or none any more.` }
  return { outcome: 'refused', why: `${account.username} is not as this page had it: nothing was changed.` }
}
