import { html } from '@poolhouse/pages'
import type { Site } from '#pages/frame/layout'
import { tokenField } from '#pages/frame/token-field'
import { accountPaths } from './account.ts'
import { type SettingsFrame, settingsPage } from './settings-layout.ts'

export const authorizeLinkPath = '/-/profile/account/authorize_link'

/** Asks the owner before an identity is linked that they did not set out to link from their own account page. */
export function authorizeLinkPage(
  site: Site,
  { label, uid, ...frame }: SettingsFrame & { label: string; uid: string },
): string {
  return settingsPage(site, frame, {
    title: 'Authorize identity provider link',
    section: 'Account',
    body: html`<section class="card prose">
<p>Your browser comes back from <strong>${label}</strong> with the identity <code>${uid}</code>. If you authorize the link, whoever signs in there with this identity is signed in here as <strong>@${frame.account.username}</strong>.</p>
<p>If you did not just sign in at ${label} yourself, cancel.</p>
<form class="actions" method="post" action="${authorizeLinkPath}" data-testid="authorize-link-form">
${tokenField(frame.authenticityToken)}
<button class="button button-confirm" type="submit">Authorize</button>
<a class="button button-link" href="${accountPaths.page}">Cancel</a>
</form>
</section>`,
  })
}
