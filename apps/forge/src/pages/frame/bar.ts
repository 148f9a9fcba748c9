import { type Html, html } from '@poolhouse/pages'
import { adminLink } from './admin-link.ts'
import { mark } from './layout.ts'
import { tokenField } from './token-field.ts'

export interface BarView {
  authenticityToken: string
  account: { name: string; admin: boolean }
  /** How many accounts wait for approval. Only administrators see it, on pages that know the number. */
  pendingApproval?: number | undefined
}

/** The bar at the top of every page for a signed-in user. */
export function bar({ account, authenticityToken, pendingApproval }: BarView): Html {
  return html`<nav class="bar" aria-label="Forge">
<a class="bar-brand" href="/">${mark}<span>Forge</span></a>
<div class="bar-end">
${account.admin && adminLink(pendingApproval)}
<a class="bar-person" href="/-/user_settings/profile" title="User settings"><span class="avatar" aria-hidden="true">${initial(account.name)}</span><span class="unseen">User settings</span></a>
<form method="post" action="/users/sign_out">
${tokenField(authenticityToken)}
<button class="button" type="submit" data-testid="sign-out-button">Sign out</button>
</form>
</div>
</nav>`
}

export const initial = (name: string) => (Array.from(name.trim())[0] ?? '?').toLocaleUpperCase('en')
