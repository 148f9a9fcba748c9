import { type Html, html } from '@poolhouse/pages'
import type { Site } from '#pages/frame/layout'
import { tokenField } from '#pages/frame/token-field'
import { type SettingsFrame, settingsPage } from './settings-layout.ts'

export const sessionPaths = {
  page: '/-/user_settings/active_sessions',
  revoke: '/-/user_settings/active_sessions/revoke',
} as const

/** A signed-in browser, for the list. */
export interface ActiveSession {
  handle: string
  browser: string
  signedInWith: string
  /** Epoch milliseconds. */
  since: number
  isCurrent: boolean
}

export function activeSessionsPage(
  site: Site,
  { sessions, ...frame }: SettingsFrame & { sessions: readonly ActiveSession[] },
): string {
  return settingsPage(site, frame, {
    title: 'Active sessions',
    section: 'Active sessions',
    body: html`<section class="card">
<p class="lead">These browsers are signed in to your account. Revoke any sessions that you do not recognize.</p>
<ul class="rows">
${sessions.map((session) => row(session, frame.authenticityToken))}</ul>
</section>`,
  })
}

function row({ handle, browser, signedInWith, since, isCurrent }: ActiveSession, authenticityToken: string): Html {
  const time = new Date(since)
  return html`<li class="row" data-testid="session">
<div class="row-text"><strong>${browser}</strong> ${isCurrent && html`<span class="badge badge-good">This is your current session</span>`}
<p class="row-detail">Signed in <time datetime="${time.toISOString()}">${inWords(time)}</time> with ${signedInWith}</p></div>
${!isCurrent && revokeForm(handle, authenticityToken)}
</li>
`
}

function revokeForm(handle: string, authenticityToken: string): Html {
  return html`<form method="post" action="${sessionPaths.revoke}">
${tokenField(authenticityToken)}
<input type="hidden" name="session" value="${handle}">
<button class="button button-small button-danger" type="submit">Revoke</button>
</form>`
}

const inWords = (time: Date) =>
  `${time.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`
