import { html } from '@poolhouse/pages'
import { layout, mark, type Site } from '#pages/frame/layout'
import { tokenField } from '#pages/frame/token-field'
import type { ProviderButton } from './sign-in.ts'

/** The page of `omniauth_auto_sign_in_with_provider`: a script presses the button. Without scripts, the user presses it. */
export function automaticSignInPage(
  site: Site,
  { authenticityToken, provider }: { authenticityToken: string; provider: ProviderButton },
): string {
  return layout(site, {
    title: 'Signing in',
    script: true,
    body: html`<main class="narrow">
<header class="brand">${mark}<h1>Forge</h1><p>Signing in using ${provider.label}</p></header>
<section class="card">
<form class="stack" method="post" action="${provider.requestPath}" data-automatic data-testid="automatic-form">
${tokenField(authenticityToken)}
<input type="hidden" name="redirect_fragment" value="">
<button class="button button-confirm" type="submit">Continue with ${provider.label}</button>
</form>
</section>
<p class="hint"><a href="/users/sign_in?auto_sign_in=false">Sign in another way</a></p>
</main>`,
  })
}
