import type { AccountState } from '@poolhouse/omniauth'
import { type Html, html } from '@poolhouse/pages'
import type { AdminAction } from '#admin/admin-actions'
import type { Site } from '#pages/frame/layout'
import { actionList } from './actions.ts'
import { warningList } from './settings.ts'
import { type AdminFrame, adminPage } from './shell.ts'

export interface OverviewView {
  counts: Readonly<Record<AccountState, number>>
  providers: { all: number; on: number }
  /** The source of the configuration. */
  source: string
  warnings: readonly string[]
  /** The newest actions. */
  actions: readonly AdminAction[]
}

/** The first page of the admin area: numbers of users and providers, warnings and the newest actions. */
export function overviewPage(site: Site, frame: AdminFrame, view: OverviewView): string {
  const { counts, providers, source, warnings, actions } = view
  return adminPage(site, frame, {
    title: 'Overview',
    section: '/admin',
    body: html`<header class="page-head"><h1>Admin area</h1><p class="quiet">Forge at ${site.host}</p></header>
<ul class="tiles">
${tile({ href: '/admin/users?filter=pending', count: counts.blocked_pending_approval, label: 'Pending approval', needsAttention: counts.blocked_pending_approval > 0 })}
${tile({ href: '/admin/users?filter=active', count: counts.active, label: 'Active users' })}
${tile({ href: '/admin/users?filter=blocked', count: counts.blocked, label: 'Blocked users' })}
${tile({ href: '/admin/users?filter=deactivated', count: counts.deactivated, label: 'Deactivated users' })}
${tile({ href: '/admin/providers', count: providers.on, label: providers.all === 1 ? 'of 1 provider is on' : `of ${providers.all} providers are on` })}
</ul>
<section class="card">
<h2>Configuration</h2>
<p>Forge reads <code>${source}</code>. To put a change in force, run <code>npm run forge reconfigure</code>. Users stay signed in.</p>
${warningList(warnings)}
</section>
<section class="card">
<h2>Latest actions</h2>
${actionList(actions)}
</section>`,
  })
}

function tile(tile: { href: string; count: number; label: string; needsAttention?: boolean }): Html {
  return html`<li><a class="tile${tile.needsAttention === true && html` tile-attention`}" href="${tile.href}"><strong>${tile.count}</strong><span>${tile.label}</span></a></li>`
}
