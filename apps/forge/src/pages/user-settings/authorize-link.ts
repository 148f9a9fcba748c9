import { html } from '@poolhouse/pages'
import type { Site } from '#pages/frame/layout'
import { tokenField } from '#pages/frame/token-field'
import { accountPaths } from './account.ts'
import { type SettingsFrame, settingsPage } from './settings-layout.ts'

export const authorizeLinkPath = '/-/profile/account/authorize_link'

/** Asks the user before Forge links an identity that the user did not connect on the account page. */
export function authorizeLinkPage(
  site: Site,
  { label, uid, ...frame }: SettingsFrame & { label: string; uid: string },
): string {
  return settingsPage(site, frame, {
    title: 'Authorize identity provider link',
    section: 'Account',
    body: html`<section class="card prose">
<p><strong>${label}</strong> signed you in with the identity <code>${uid}</code>. If you authorize the link, anyone with this identity can sign in here as <strong>@${frame.account.username}</strong>.</p>
<p>If you did not just sign in to ${label}, cancel.</p>
<form class="actions" method="post" action="${authorizeLinkPath}" data-testid="authorize-link-form">
${tokenField(frame.authenticityToken)}
<button class="button button-confirm" type="submit">Authorize</button>
<a class="button button-link" href="${accountPaths.page}">Cancel</a>
</form>
</section>`,
  })
}
