import type { Account, StoredIdentity } from '@poolhouse/omniauth'
import { type Html, html } from '@poolhouse/pages'
import { tokenField } from '#pages/frame/token-field'
import { type AdminFrame, actionButton } from './shell.ts'

interface View {
  account: Account
  identities: readonly StoredIdentity[]
  providers: readonly { name: string; label: string }[]
  /** Also for a provider that is no longer configured. */
  labelOf: (provider: string) => string
}

/** The identities of the account, with forms to change, distrust and remove each of them. */
export function identitiesCard(frame: AdminFrame, view: View): Html {
  const { identities, providers } = view
  const missing = providers.filter(({ name }) => !identities.some(({ provider }) => provider === name))
  return html`<section class="card" aria-labelledby="identities">
<h2 id="identities">Identities</h2>
${identities.length === 0 && html`<p class="quiet">This user has no identities.</p>`}
<ul class="identity-list">
${identities.map((one) => identity(frame, view, one))}</ul>
${missing.length > 0 && addition(frame, view, missing)}
</section>`
}

function identity(frame: AdminFrame, { account, labelOf }: View, { provider, uid, trusted }: StoredIdentity): Html {
  const label = labelOf(provider)
  const path = `/admin/users/${account.id}/identities/${encodeURIComponent(provider)}`
  const trust = trusted ? { verb: 'distrust', label: 'Do not trust' } : { verb: 'trust', label: 'Trust again' }
  return html`<li class="linked" data-testid="identity">
<p class="badges"><span class="badge badge-plain">${label}</span>${!trusted && html`<span class="badge badge-blocked">Not trusted: cannot be used to sign in</span>`}</p>
<form class="buttons" method="post" action="${path}/change">
${tokenField(frame.authenticityToken)}
<input type="hidden" name="from" value="${uid}">
<label class="unseen" for="uid-${provider}">Extern uid at ${label}</label>
<input class="input code" id="uid-${provider}" name="extern_uid" value="${uid}" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="512" required>
<button class="button" type="submit">Change</button>
</form>
<div class="buttons">${actionButton(frame, { path: `${path}/${trust.verb}`, label: trust.label })}${actionButton(frame, { path: `${path}/remove`, label: 'Remove identity', look: 'button-danger' })}</div>
</li>
`
}

function addition({ authenticityToken }: AdminFrame, { account }: View, missing: View['providers']): Html {
  return html`<form class="buttons addition" method="post" action="/admin/users/${account.id}/identities/add">
${tokenField(authenticityToken)}
<div class="field"><label for="provider">Provider</label>
<select class="input" id="provider" name="provider">${missing.map(({ name, label }) => html`<option value="${name}">${label}</option>`)}</select></div>
<div class="field grow"><label for="extern-uid">Extern uid</label>
<input class="input code" id="extern-uid" name="extern_uid" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="512" required></div>
<button class="button" type="submit">Add identity</button>
</form>`
}
