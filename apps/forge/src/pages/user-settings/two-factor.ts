import { type Html, html } from '@poolhouse/pages'
import { encode } from 'uqr'
import type { Site } from '#pages/frame/layout'
import { tokenField } from '#pages/frame/token-field'
import { currentPasswordField, type SettingsFrame, settingsPage } from './settings-layout.ts'

export const twoFactorPaths = {
  page: '/-/profile/two_factor_auth',
  codes: '/-/profile/two_factor_auth/codes',
  disable: '/-/profile/two_factor_auth/disable',
} as const

export interface SetUpView extends SettingsFrame {
  /** The content of the QR code. */
  uri: string
  issuer: string
  email: string
  /** The secret in base32. */
  key: string
  /** The secret, sealed for the next step. */
  setUp: string
  hasPassword: boolean
  problem: string | undefined
}

export function twoFactorSetUpPage(site: Site, view: SetUpView): string {
  return settingsPage(site, view, {
    title: 'Register a one-time password authenticator',
    section: 'Account',
    body: html`<section class="card">
<ol class="steps">
<li class="step"><h2>Scan the code</h2>
<p>Use a one-time password authenticator on your mobile device to enable two-factor authentication.</p>
<div class="enrol">
${qrCode(view.uri)}
<div class="prose">
<p class="strong">Can't scan the code?</p>
<p>To add the entry manually, enter these details in the app on your phone.</p>
<dl class="facts facts-tight">
<div><dt>Account</dt><dd>${view.issuer}: ${view.email}</dd></div>
<div><dt>Key</dt><dd><code data-testid="totp-key">${inGroups(view.key)}</code></dd></div>
<div><dt>Time based</dt><dd>Yes</dd></div>
</dl>
</div>
</div></li>
<li class="step"><h2>Enter the code from the app</h2>
${setUpForm(view)}</li>
</ol>
</section>`,
  })
}

function setUpForm({ authenticityToken, setUp, hasPassword, problem }: SetUpView): Html {
  return html`<form class="stack form" method="post" action="${twoFactorPaths.page}" data-testid="two-factor-form">
${tokenField(authenticityToken)}
<input type="hidden" name="set_up" value="${setUp}">
${problem !== undefined && html`<p class="problem" role="alert" data-testid="problem">${problem}</p>`}
<div class="field">
<label for="pin_code">Verification code</label>
<input class="input input-code" id="pin_code" name="pin_code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="16" required>
</div>
${hasPassword && currentPasswordField({ id: 'two_factor_password', hint: 'Your current password is required to register a two-factor authenticator app.' })}
<button class="button button-confirm" type="submit">Register with two-factor app</button>
</form>`
}

export interface TwoFactorView extends SettingsFrame {
  codesLeft: number
  hasPassword: boolean
}

/** For an account with a second factor: new recovery codes, and the button that disables it. */
export function twoFactorPage(site: Site, view: TwoFactorView): string {
  const { authenticityToken, codesLeft, hasPassword } = view
  const password = (id: string) =>
    hasPassword &&
    currentPasswordField({ id, hint: 'Your current password is required to change two-factor authentication.' })
  return settingsPage(site, view, {
    title: 'Two-factor authentication',
    section: 'Account',
    body: html`<section class="card prose">
<p><span class="badge badge-good" data-testid="two-factor-status">Enabled</span></p>
<p>You've already enabled two-factor authentication using a one-time password authenticator. In order to register a different device, you must first disable this authenticator.</p>
</section>
<section class="card">
<h2>Recovery codes</h2>
<p class="lead"><strong data-testid="codes-left">${codesLeft}</strong> of 10 codes are left. You can sign in once with each code instead of the app. New codes replace the old ones.</p>
<form class="stack form" method="post" action="${twoFactorPaths.codes}">
${tokenField(authenticityToken)}
${password('codes_password')}
<button class="button" type="submit">Regenerate recovery codes</button>
</form>
</section>
<section class="card card-danger">
<h2>Disable two-factor authentication</h2>
<p class="lead">After this, you sign in with only a password or a provider. Your recovery codes are deleted.</p>
<form class="stack form" method="post" action="${twoFactorPaths.disable}">
${tokenField(authenticityToken)}
${password('disable_password')}
<button class="button button-danger" type="submit">Disable two-factor authentication</button>
</form>
</section>`,
  })
}

/** The only page that shows the recovery codes. */
export function recoveryCodesPage(site: Site, view: SettingsFrame & { codes: readonly string[] }): string {
  return settingsPage(site, view, {
    title: 'Recovery codes',
    section: 'Account',
    body: html`<section class="card prose">
<p>Should you ever lose your phone or access to your one-time password secret, each of these recovery codes can be used one time each to regain access to your account. Save them in a safe place: <strong>they are not shown again</strong>.</p>
<ul class="codes" data-testid="recovery-codes">
${view.codes.map(
  (code) => html`<li><code>${code}</code></li>
`,
)}</ul>
<p>Please copy or print your recovery codes before proceeding.</p>
<p><a class="button button-confirm button-link" href="/-/profile/account">Proceed</a></p>
</section>`,
  })
}

const inGroups = (key: string) => key.replace(/(.{4})(?=.)/g, '$1 ')

/** Always dark on white, because some apps cannot read a light code on a dark background. */
function qrCode(uri: string): Html {
  const { data, size } = encode(uri, { ecc: 'M', border: 4 })
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label="QR code" data-testid="qr"><path class="qr-back" d="M0 0h${size}v${size}H0z"/><path class="qr-dark" d="${dark.join('')}"/></svg>`
}
