import { type Html, html } from '@poolhouse/pages'
import type { AdminAction } from '#admin/admin-actions'
import type { Site } from '#pages/frame/layout'
import { type AdminFrame, adminPage, timeText } from './shell.ts'

/** The actions of administrators, the newest first. */
export function actionsPage(site: Site, frame: AdminFrame, actions: readonly AdminAction[]): string {
  return adminPage(site, frame, {
    title: 'Actions',
    section: '/admin/actions',
    body: html`<header class="page-head"><h1>Actions</h1><p class="quiet">Actions of administrators. Times are in UTC.</p></header>
<section class="card">${actionList(actions)}</section>`,
  })
}

export function actionList(actions: readonly AdminAction[]): Html {
  if (actions.length === 0) return html`<p class="quiet">No actions yet.</p>`
  return html`<ul class="action-list">
${actions.map(
  ({
    at,
    actor,
    action,
    subject,
  }) => html`<li class="action-item" data-testid="action"><span class="quiet">${timeText(at)}</span> <span><strong>${actor}</strong> ${action}: <strong>${subject}</strong></span></li>
`,
)}</ul>`
}
