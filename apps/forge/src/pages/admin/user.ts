import type { StoredIdentity } from '@poolhouse/omniauth'
import { type Html, html } from '@poolhouse/pages'
import { type AccountAction, type AdministeredAccount, accountActions, whyNot } from '#admin/account-actions'
import { initial } from '#pages/frame/bar'
import type { Site } from '#pages/frame/layout'
import { tokenField } from '#pages/frame/token-field'
import { identitiesCard } from './identities.ts'
import { type AdminFrame, actionButton, adminPage, timeText } from './shell.ts'
import { stateBadges } from './users.ts'

export interface UserView {
  account: AdministeredAccount
  adminId: string
  identities: readonly StoredIdentity[]
  /** How many browsers are signed in. */
  sessions: number
  providers: readonly { name: string; label: string }[]
  labelOf: (provider: string) => string
}

/** One user: state, account, actions and identities. */
export function userPage(site: Site, frame: AdminFrame, view: UserView): string {
  const { account } = view
  return adminPage(site, frame, {
    title: account.name,
    section: '/admin/users',
    body: html`<p class="crumb"><a href="/admin/users">Users</a></p>
<header class="profile">
<span class="avatar avatar-large" aria-hidden="true">${initial(account.name)}</span>
<div>
<h1 data-testid="name">${account.name}</h1>
<p class="quiet">@${account.username}</p>
<p>${stateBadges(account)}</p>
</div>
</header>
${account.state === 'blocked_pending_approval' && approval(frame, view)}
${facts(view)}
${actions(frame, view)}
${identitiesCard(frame, view)}
${removal(frame, view)}`,
  })
}

function approval(frame: AdminFrame, view: UserView): Html {
  return html`<section class="card card-attention" aria-labelledby="approval">
<h2 id="approval">Pending approval</h2>
<p>This user cannot sign in until an administrator approves the account. Rejecting the user removes the account.</p>
<div class="buttons">${button(frame, view, { action: 'approve', look: 'button-confirm' })}${button(frame, view, { action: 'reject', look: 'button-danger' })}</div>
</section>`
}

function facts({ account, sessions }: UserView): Html {
  const none = html`<span class="quiet">none</span>`
  return html`<section class="card" aria-labelledby="facts">
<h2 id="facts">Account</h2>
<dl class="facts">
<div><dt>Email</dt><dd>${account.email} ${account.emailVerified ? html`<span class="quiet">(verified)</span>` : html`<span class="quiet">(not verified)</span>`}</dd></div>
<div><dt>Location</dt><dd>${account.location ?? none}</dd></div>
<div><dt>Organization</dt><dd>${account.organization ?? none}</dd></div>
<div><dt>Updated by</dt><dd>${account.synced === undefined ? none : `${account.synced.provider} (${account.synced.attributes.join(', ') || 'nothing'})`}</dd></div>
<div><dt>Two-factor authentication</dt><dd>${account.hasTwoFactor ? 'Enabled' : html`<span class="quiet">not enabled</span>`}</dd></div>
<div><dt>Created</dt><dd>${timeText(account.createdAt)} UTC</dd></div>
<div><dt>Last sign-in</dt><dd>${account.lastSignInAt === undefined ? html`<span class="quiet">never</span>` : html`${timeText(account.lastSignInAt)} UTC`}</dd></div>
<div><dt>Signed in</dt><dd data-testid="sessions">${sessions === 1 ? '1 browser' : `${sessions} browsers`}</dd></div>
</dl>
</section>`
}

const listedActions: readonly AccountAction[] = [
  'unblock',
  'activate',
  'sign-out',
  'disable-two-factor',
  'make-external',
  'make-internal',
  'make-admin',
  'revoke-admin',
  'deactivate',
  'block',
]

function actions(frame: AdminFrame, view: UserView): Html {
  const reasons = listedActions.map((action) => whyNot(action, view)).filter((why) => why !== undefined)
  return html`<section class="card" aria-labelledby="actions">
<h2 id="actions">Actions</h2>
<div class="buttons">${listedActions.map((action) => button(frame, view, { action, look: action === 'block' ? 'button-danger' : '' }) ?? html``)}</div>
${reasons.length > 0 && html`<p class="quiet hint-line">${reasons[0]}</p>`}
</section>`
}

/** Undefined when the action is not possible for this account. */
function button(
  frame: AdminFrame,
  view: UserView,
  { action, look = '' }: { action: AccountAction; look?: string },
): Html | undefined {
  const { account } = view
  const { applies, label } = accountActions[action]
  if (!applies(account) || whyNot(action, view) !== undefined) return undefined
  return actionButton(frame, { path: `/admin/users/${account.id}/${action}`, label, look })
}

function removal({ authenticityToken }: AdminFrame, view: UserView): Html | undefined {
  const { account } = view
  if (whyNot('remove', view) !== undefined) return undefined
  return html`<section class="card card-danger" aria-labelledby="removal">
<h2 id="removal">Remove</h2>
<p>This removes the account with its identities and sessions. You cannot undo it. To confirm, type the username <strong>${account.username}</strong>.</p>
<form class="buttons" method="post" action="/admin/users/${account.id}/remove">
${tokenField(authenticityToken)}
<label class="unseen" for="confirm">Username</label>
<input class="input" id="confirm" name="username" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" required>
<button class="button button-danger" type="submit">Remove account</button>
</form>
</section>`
}
