import { type Html, html } from '@poolhouse/pages'
import { layout, mark, type Notice, noticeBox, type Site } from '#pages/frame/layout'
import { problemList } from '#pages/frame/problems'
import { tokenField } from '#pages/frame/token-field'
import { type ProviderButton, providersForm } from './sign-in.ts'

export const signUpPath = '/users/sign_up'

/** The values in the form, without the password. */
export interface SignUpValues {
  first_name: string
  last_name: string
  username: string
  email: string
}

export interface SignUpView {
  authenticityToken: string
  notice: Notice | undefined
  values: SignUpValues
  problems: readonly string[]
  /** Providers that can create accounts. */
  providers: readonly ProviderButton[]
}

/** The sign-up page, with GitLab's layout: the form, then a button for each provider that can create accounts. */
export function signUpPage(site: Site, view: SignUpView): string {
  const { authenticityToken, providers } = view
  return layout(site, {
    title: 'Sign up',
    body: html`<main class="narrow">
<header class="brand">${mark}<h1>Forge</h1><p>Create an account in ${site.host}</p></header>
${noticeBox(view.notice)}
${problemList(view.problems)}
<section class="card" aria-label="Sign up">
${form(view)}
${providers.length > 0 && providersForm({ authenticityToken, providers, divider: 'or register with' })}
</section>
<p class="hint">Already have an account? <a href="/users/sign_in?auto_sign_in=false">Sign in</a></p>
</main>`,
  })
}

function form({ authenticityToken, values, problems, notice }: SignUpView): Html {
  const isFirst = problems.length === 0 && notice === undefined
  return html`<form class="stack" method="post" action="${signUpPath}" data-testid="sign-up-form">
${tokenField(authenticityToken)}
<div class="pair">
<div class="field">
<label for="new_user_first_name">First name</label>
<input class="input" id="new_user_first_name" name="new_user[first_name]" value="${values.first_name}" type="text" autocomplete="given-name" maxlength="127" required${isFirst && html` autofocus`}>
</div>
<div class="field">
<label for="new_user_last_name">Last name</label>
<input class="input" id="new_user_last_name" name="new_user[last_name]" value="${values.last_name}" type="text" autocomplete="family-name" maxlength="127" required>
</div>
</div>
<div class="field">
<label for="new_user_username">Username</label>
<input class="input" id="new_user_username" name="new_user[username]" value="${values.username}" type="text" autocomplete="username" autocapitalize="off" autocorrect="off" spellcheck="false" maxlength="255" required>
</div>
<div class="field">
<label for="new_user_email">Email</label>
<input class="input" id="new_user_email" name="new_user[email]" value="${values.email}" type="email" autocomplete="email" maxlength="254" required>
</div>
<div class="field">
<label for="new_user_password">Password</label>
<input class="input" id="new_user_password" name="new_user[password]" type="password" autocomplete="new-password" minlength="8" maxlength="1024" required aria-describedby="new_user_password_hint">
<p class="field-hint" id="new_user_password_hint">Minimum length is 8 characters.</p>
</div>
<button class="button button-confirm" type="submit" data-testid="register-button">Register</button>
</form>`
}
