import { type Html, html } from '@poolhouse/pages'
import type { Site } from '#pages/frame/layout'
import { tokenField } from '#pages/frame/token-field'
import type { ProviderButton } from '#pages/sign-in/sign-in'
import { type SettingsFrame, settingsPage } from './settings-layout.ts'
import { twoFactorPaths } from './two-factor.ts'

export const accountPaths = { page: '/-/profile/account', unlink: '/-/profile/account/unlink' } as const

/** A provider in the list, and the user's identity there. */
export interface Connection extends Pick<ProviderButton, 'name' | 'label' | 'icon'> {
  /** The path whose POST links the provider; undefined when the provider is no longer configured. */
  requestPath: string | undefined
  uid: string | undefined
  /** The user's only way to sign in, or a SAML identity. It cannot be disconnected. */
  isPrimary: boolean
}

export interface AccountView extends SettingsFrame {
  accountId: string
  hasTwoFactor: boolean
  codesLeft: number
  connections: readonly Connection[]
}

export function accountPage(site: Site, view: AccountView): string {
  return settingsPage(site, view, {
    title: 'Account',
    section: 'Account',
    body: html`<section class="card">
<h2>Two-factor authentication</h2>
${view.hasTwoFactor ? twoFactorOn(view) : twoFactorOff}
</section>
<section class="card">
<h2>Service sign-in</h2>
<p class="lead">Connect a service for sign-in.</p>
${view.connections.length === 0 ? html`<p class="quiet">No sign-in provider is configured.</p>` : connections(view)}
</section>`,
  })
}

const twoFactorOn = ({ codesLeft }: AccountView) => html`<div class="row">
<p><span class="badge badge-good">Enabled</span> ${codesLeft} recovery codes left</p>
<a class="button button-small button-link" href="${twoFactorPaths.page}">Manage two-factor authentication</a>
</div>`

const twoFactorOff = html`<p class="lead">Increase your account's security by enabling two-factor authentication (2FA).</p>
<p><a class="button button-link" href="${twoFactorPaths.page}">Enable two-factor authentication</a></p>`

function connections(view: AccountView): Html {
  return html`<ul class="rows">
${view.connections.map(
  (connection) => html`<li class="row" data-testid="connection-${connection.name}">
<div class="row-what">
${connection.icon === undefined ? html`<span class="row-mark" aria-hidden="true">${connection.label.slice(0, 1)}</span>` : html`<img class="provider-icon" src="${connection.icon}" alt="" width="20" height="20">`}
<div class="row-text"><strong>${connection.label}</strong> ${connection.uid !== undefined && html`<span class="badge badge-good">Connected</span>`}
${connection.uid !== undefined && html`<p class="row-detail"><code>${connection.uid}</code></p>`}
${connection.isPrimary && html`<p class="row-detail">This is your primary login account. You cannot disconnect it.</p>`}</div>
</div>
${connection.uid === undefined ? connectForm(connection, view) : !connection.isPrimary && disconnectForm(connection, view)}
</li>
`,
)}</ul>`
}

function connectForm(
  { requestPath, label }: Connection,
  { authenticityToken, accountId }: AccountView,
): Html | undefined {
  if (requestPath === undefined) return undefined
  return html`<form method="post" action="${requestPath}">
${tokenField(authenticityToken)}
<input type="hidden" name="link" value="${accountId}">
<button class="button button-small" type="submit">Connect ${label}</button>
</form>`
}

function disconnectForm({ name, label }: Connection, { authenticityToken }: AccountView): Html {
  return html`<form method="post" action="${accountPaths.unlink}" data-testid="unlink-${name}">
${tokenField(authenticityToken)}
<input type="hidden" name="provider" value="${name}">
<button class="button button-small button-danger" type="submit">Disconnect ${label}</button>
</form>`
}
