import type { Account, AccountPage, AccountQuery, AccountState } from '@poolhouse/omniauth'
import { type Html, html } from '@poolhouse/pages'
import type { Site } from '#pages/frame/layout'
import { type AdminFrame, adminPage, timeText, waiting } from './shell.ts'

export interface UserFilter {
  name: string
  label: string
  query: Pick<AccountQuery, 'states' | 'admin' | 'external'>
}

const all: UserFilter = { name: '', label: 'All', query: {} }
const filters: readonly UserFilter[] = [
  all,
  { name: 'active', label: 'Active', query: { states: ['active'] } },
  { name: 'pending', label: 'Pending approval', query: { states: ['blocked_pending_approval'] } },
  { name: 'blocked', label: 'Blocked', query: { states: ['blocked'] } },
  { name: 'deactivated', label: 'Deactivated', query: { states: ['deactivated'] } },
  { name: 'external', label: 'External', query: { external: true } },
  { name: 'admins', label: 'Administrators', query: { admin: true } },
]

/** The filter with this name. For another name, the filter for all users. */
export function readFilter(name: string): UserFilter {
  return filters.find((filter) => filter.name === name) ?? all
}

export interface UsersView extends AccountPage {
  filter: UserFilter
  search: string | undefined
  /** Only users with an identity of this provider. */
  provider: string | undefined
  isFirst: boolean
}

/** A page of the users that match a filter and a search, the newest first. */
export function usersPage(site: Site, frame: AdminFrame, view: UsersView): string {
  const { accounts, filter, search, provider } = view
  return adminPage(site, frame, {
    title: 'Users',
    section: '/admin/users',
    body: html`<header class="page-head"><h1>Users</h1></header>
<form class="search" method="get" action="/admin/users" role="search">
<input type="hidden" name="filter" value="${filter.name}">
${provider !== undefined && html`<input type="hidden" name="provider" value="${provider}">`}
<label class="unseen" for="search">Search by name, username or email</label>
<input class="input" id="search" name="search" type="search" value="${search ?? ''}" placeholder="Search users" maxlength="254">
<button class="button" type="submit">Search</button>
</form>
<nav class="filters" aria-label="Filter"><ul>
${filters.map(
  (
    one,
  ) => html`<li><a href="${addressOf({ ...view, filter: one })}"${one.name === filter.name && html` aria-current="true"`}>${one.label}${
    one.name === 'pending' && waiting(frame.pendingApproval)
  }</a></li>
`,
)}</ul></nav>
${provider !== undefined && html`<p class="hint-line">Only users with an identity of <strong>${provider}</strong>. <a href="${addressOf({ ...view, provider: undefined })}">Show all</a></p>`}
<section class="card card-flush" aria-label="Users">
${accounts.length === 0 ? html`<p class="quiet empty">No users found.</p>` : table(accounts)}
</section>
${pager(view)}`,
  })
}

function table(accounts: readonly Account[]): Html {
  return html`<table class="table">
<thead><tr><th scope="col">User</th><th scope="col">State</th><th scope="col">Created</th><th scope="col">Last sign-in</th></tr></thead>
<tbody>
${accounts.map(
  (account) => html`<tr data-testid="user">
<td><a class="person" href="/admin/users/${account.id}"><strong>${account.name}</strong><span class="quiet">@${account.username} · ${account.email}</span></a></td>
<td>${stateBadges(account)}</td>
<td data-label="Created">${timeText(account.createdAt)}</td>
<td data-label="Last sign-in">${account.lastSignInAt === undefined ? html`<span class="quiet">never</span>` : timeText(account.lastSignInAt)}</td>
</tr>
`,
)}</tbody>
</table>`
}

const stateLabels: Readonly<Record<AccountState, string>> = {
  active: 'Active',
  blocked: 'Blocked',
  blocked_pending_approval: 'Pending approval',
  deactivated: 'Deactivated',
}

/** The state and the roles as badges. */
export function stateBadges({ state, admin, external }: Account): Html {
  return html`<span class="badges"><span class="badge badge-${state}" data-testid="state">${stateLabels[state]}</span>${
    admin && html`<span class="badge badge-plain">Admin</span>`
  }${external && html`<span class="badge badge-plain">External</span>`}</span>`
}

function pager(view: UsersView): Html | undefined {
  const { next, isFirst } = view
  if (next === undefined && isFirst) return undefined
  return html`<nav class="pager" aria-label="Pages">
${!isFirst && html`<a class="button" href="${addressOf(view)}">First page</a>`}
${next !== undefined && html`<a class="button" href="${addressOf(view, next)}" rel="next">Next page</a>`}
</nav>`
}

function addressOf(
  { filter, search, provider }: Pick<UsersView, 'filter' | 'search' | 'provider'>,
  after?: string,
): string {
  const given = { filter: filter.name || undefined, search, provider, after }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value)
  return query.size === 0 ? '/admin/users' : `/admin/users?${query}`
}
