import { type Html, html } from '@poolhouse/pages'
import type { Site } from '#pages/frame/layout'
import { type AdminFrame, actionButton, adminPage } from './shell.ts'

export interface ProviderView {
  name: string
  label: string
  isOn: boolean
  icon?: string | undefined
  strategy?: string | undefined
  /** The URL to which Forge sends the browser. Undefined when the provider does not answer. */
  sendsTo?: string | undefined
  /** Undefined: the provider is no longer configured. */
  redirectUri?: string | undefined
  /** File and line of its block. */
  from?: string | undefined
}

/** Every provider: its settings, the redirect URI to register, and whether users can sign in with it. */
export function providersPage(site: Site, frame: AdminFrame, providers: readonly ProviderView[]): string {
  return adminPage(site, frame, {
    title: 'Providers',
    section: '/admin/providers',
    body: html`<header class="page-head"><h1>Providers</h1>
<p class="quiet">A provider that is off has no button, and users cannot sign in with it. Signed-in users can still connect it.</p></header>
${providers.length === 0 && html`<section class="card"><p>No provider is configured. Add one to <code>gitlab.rb</code>, then run <code>npm run forge reconfigure</code>.</p></section>`}
${providers.map((provider) => card(frame, provider))}`,
  })
}

function card(frame: AdminFrame, provider: ProviderView): Html {
  const { name, label, isOn, icon, redirectUri } = provider
  const path = `/admin/providers/${encodeURIComponent(name)}`
  const toggle = isOn ? { label: 'Switch off', enabled: '0' } : { label: 'Switch on', enabled: '1' }
  return html`<section class="card" aria-labelledby="provider-${name}" data-testid="provider-${name}">
<header class="card-head">
<h2 id="provider-${name}">${icon !== undefined && html`<img class="provider-icon" src="${icon}" alt="" width="20" height="20"> `}${label}</h2>
<span class="badge badge-${isOn ? 'active' : 'blocked'}" data-testid="switch">${isOn ? 'On' : 'Off'}</span>
${actionButton(frame, { path, label: toggle.label, fields: { enabled: toggle.enabled } })}
</header>
${redirectUri === undefined ? html`<p class="quiet">No longer configured.</p>` : facts(provider, redirectUri)}
</section>
`
}

function facts({ name, strategy, sendsTo, from }: ProviderView, redirectUri: string): Html {
  const users = `/admin/users?provider=${encodeURIComponent(name)}`
  return html`<dl class="facts">
<div><dt>Name</dt><dd><code>${name}</code> · <a href="${users}">users with an identity</a></dd></div>
<div><dt>Strategy</dt><dd><code>${strategy ?? name}</code></dd></div>
<div><dt>Sends users to</dt><dd>${sendsTo === undefined ? html`<span class="quiet">The provider does not answer.</span>` : html`<code>${sendsTo}</code>`}</dd></div>
<div><dt>Redirect URI to register</dt><dd><code class="copyable" data-testid="redirect-uri">${redirectUri}</code></dd></div>
<div><dt>Configured at</dt><dd><code>${from ?? 'unknown'}</code></dd></div>
</dl>`
}
