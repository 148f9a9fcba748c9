import { html } from '@poolhouse/pages'
import type { Site } from '#pages/frame/layout'
import { problemList } from '#pages/frame/problems'
import { tokenField } from '#pages/frame/token-field'
import { currentPasswordField, type SettingsFrame, settingsPage } from './settings-layout.ts'

export const passwordPath = '/-/user_settings/password/edit'

export interface PasswordView extends SettingsFrame {
  hasPassword: boolean
  problems: readonly string[]
}

export function passwordPage(site: Site, { hasPassword, problems, ...frame }: PasswordView): string {
  return settingsPage(site, frame, {
    title: hasPassword ? 'Change your password' : 'Set a password',
    section: 'Password',
    body: html`${problemList(problems)}
<section class="card">
<p class="lead">${hasPassword ? 'After a successful password update, all other browsers are signed out.' : 'You sign in with a provider. With a password you can also sign in without it.'}</p>
<form class="stack form" method="post" action="${passwordPath}" data-testid="password-form">
${tokenField(frame.authenticityToken)}
<input type="text" name="username" value="${frame.account.username}" autocomplete="username" hidden readonly>
${hasPassword && currentPasswordField({ id: 'user_current_password', hint: 'You must provide your current password in order to change it.' })}
<div class="field">
<label for="user_new_password">New password</label>
<input class="input" id="user_new_password" name="user[new_password]" type="password" autocomplete="new-password" minlength="8" maxlength="1024" required aria-describedby="new_password_hint">
<p class="field-hint" id="new_password_hint">Minimum length is 8 characters.</p>
</div>
<div class="field">
<label for="user_password_confirmation">Password confirmation</label>
<input class="input" id="user_password_confirmation" name="user[password_confirmation]" type="password" autocomplete="new-password" maxlength="1024" required>
</div>
<button class="button button-confirm" type="submit">Save password</button>
</form>
</section>`,
  })
}
