import { type Html, html } from '@poolhouse/pages'
import { layout, mark, type Notice, noticeBox, type Site } from '#pages/frame/layout'
import { tokenField } from '#pages/frame/token-field'

/** A provider's button below the sign-in form. */
export interface ProviderButton {
  name: string
  label: string
  icon: string | undefined
  /** The path of its POST. */
  requestPath: string
}

export interface SignInView {
  authenticityToken: string
  providers: readonly ProviderButton[]
  /** Whether no provider is configured. False when providers are configured but switched off. */
  lacksProviders: boolean
  notice: Notice | undefined
  /** The username in the form, after a failure. */
  login: string
}

/** The sign-in page, with GitLab's layout: the form, a divider, a button for each provider, "Remember me". */
export function signInPage(site: Site, view: SignInView): string {
  return layout(site, {
    title: 'Sign in',
    script: true,
    body: html`<main class="narrow">
<header class="brand">${mark}<h1>Forge</h1><p>Sign in to ${site.host}</p></header>
${noticeBox(view.notice)}
<section class="card" aria-label="Sign in">
${regularForm(view)}
${view.providers.length > 0 && providersForm({ ...view, divider: 'or sign in with', remember: true })}
</section>
<p class="hint">Don't have an account yet? <a href="/users/sign_up">Register now</a></p>
${view.lacksProviders && html`<p class="hint">No sign-in provider is configured. Add one to <code>gitlab.rb</code>, then run <code>npm run forge reconfigure</code>.</p>`}
</main>`,
  })
}

function regularForm({ authenticityToken, login }: SignInView): Html {
  return html`<form class="stack" method="post" action="/users/sign_in" data-testid="sign-in-form">
${tokenField(authenticityToken)}
<input type="hidden" name="redirect_fragment" value="">
<div class="field">
<label for="user_login">Username or primary email</label>
<input class="input" id="user_login" name="user[login]" value="${login}" type="text" autocomplete="username" autocapitalize="off" autocorrect="off" spellcheck="false" maxlength="254" required${login === '' && html` autofocus`}>
</div>
<div class="field">
<label for="user_password">Password</label>
<input class="input" id="user_password" name="user[password]" type="password" autocomplete="current-password" maxlength="1024" required${login !== '' && html` autofocus`}>
</div>
<label class="check"><input type="checkbox" name="user[remember_me]" value="1"><span>Remember me</span></label>
<button class="button button-confirm" type="submit" data-testid="sign-in-button">Sign in</button>
</form>`
}

/**
 * One form for all providers. Each button has its own `formaction`, so one "Remember me" works for all of them without a
 * script. (GitLab has a script that changes the forms' actions.) Forge copies the check box into the request's query.
 */
export function providersForm({
  authenticityToken,
  providers,
  divider,
  remember = false,
}: Pick<SignInView, 'authenticityToken' | 'providers'> & { divider: string; remember?: boolean }): Html {
  return html`<div class="divider"><span>${divider}</span></div>
<form class="stack" method="post" action="${providers[0]?.requestPath}" data-testid="providers-form">
${tokenField(authenticityToken)}
<input type="hidden" name="redirect_fragment" value="">
${providers.map(
  (
    provider,
  ) => html`<button class="button button-provider" type="submit" formaction="${provider.requestPath}" data-testid="${provider.name}-sign-in-button">
${provider.icon !== undefined && html`<img class="provider-icon" src="${provider.icon}" alt="" width="20" height="20">`}
<span>${provider.label}</span></button>
`,
)}
${remember && html`<label class="check"><input type="checkbox" name="remember_me" value="1"><span>Remember me</span></label>`}
</form>`
}
