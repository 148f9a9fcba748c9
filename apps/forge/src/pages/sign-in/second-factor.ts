import { html } from '@poolhouse/pages'
import { layout, mark, type Notice, noticeBox, type Site } from '#pages/frame/layout'
import { tokenField } from '#pages/frame/token-field'

/** The path of the second step of a sign-in. */
export const secondFactorPath = '/users/sign_in/two_factor'

/** The second step of a sign-in. */
export function secondFactorPage(
  site: Site,
  { authenticityToken, notice }: { authenticityToken: string; notice: Notice | undefined },
): string {
  return layout(site, {
    title: 'Two-factor authentication',
    body: html`<main class="narrow">
<header class="brand">${mark}<h1>Two-factor authentication</h1><p>Sign in to ${site.host}</p></header>
${noticeBox(notice)}
<section class="card">
<form class="stack" method="post" action="${secondFactorPath}" data-testid="second-factor-form">
${tokenField(authenticityToken)}
<div class="field">
<label for="user_otp_attempt">Enter verification code</label>
<input class="input input-code" id="user_otp_attempt" name="user[otp_attempt]" type="text" autocomplete="one-time-code" autocapitalize="off" autocorrect="off" spellcheck="false" maxlength="32" required autofocus aria-describedby="otp_hint">
<p class="field-hint" id="otp_hint">Enter the code from your two-factor authenticator app. If you've lost your device, you can enter one of your recovery codes.</p>
</div>
<button class="button button-confirm" type="submit" data-testid="verify-button">Verify code</button>
</form>
</section>
<p class="hint"><a href="/users/sign_in?auto_sign_in=false">Sign in as another user</a></p>
</main>`,
  })
}
