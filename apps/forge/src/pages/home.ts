import { type Html, html } from '@poolhouse/pages'
import { bar, initial } from '#pages/frame/bar'
import { layout, type Notice, noticeBox, type Site } from '#pages/frame/layout'
import { profilePath } from '#pages/user-settings/profile'

export interface HomeView {
  authenticityToken: string
  notice: Notice | undefined
  account: { name: string; username: string; email: string; admin: boolean; passwordAutomaticallySet: boolean }
  /** How many accounts wait for approval; undefined for users who are not administrators. */
  pendingApproval: number | undefined
  /** The label of the provider that this browser signed in with; undefined for a password. */
  signedInWith: string | undefined
  identities: readonly { label: string; externUid: string }[]
}

/** The start page of a signed-in user: the account and its identities. */
export function homePage(site: Site, view: HomeView): string {
  const { account } = view
  return layout(site, {
    title: account.name,
    bar: bar(view),
    body: html`<main class="wide">
${noticeBox(view.notice)}
<header class="profile">
<span class="avatar avatar-large" aria-hidden="true">${initial(account.name)}</span>
<div>
<h1 data-testid="name">${account.name}</h1>
<p class="quiet"><span data-testid="username">@${account.username}</span></p>
</div>
<a class="button button-small button-link" href="${profilePath}">Edit profile</a>
</header>
<section class="card">
<h2>Account</h2>
<dl class="facts">
<div><dt>Name</dt><dd>${account.name}</dd></div>
<div><dt>Username</dt><dd>${account.username}</dd></div>
<div><dt>Email</dt><dd data-testid="email">${account.email}</dd></div>
<div><dt>Password</dt><dd>${account.passwordAutomaticallySet ? 'Not set' : 'Set'}</dd></div>
<div><dt>Signed in with</dt><dd data-testid="signed-in-with">${view.signedInWith ?? 'Username and password'}</dd></div>
</dl>
</section>
<section class="card">
<h2>Service sign-in</h2>
${view.identities.length === 0 ? html`<p class="quiet">No provider is connected to this account.</p>` : identityList(view)}
</section>
</main>`,
  })
}

function identityList({ identities }: HomeView): Html {
  return html`<ul class="identities">
${identities.map(
  ({
    label,
    externUid,
  }) => html`<li class="identity" data-testid="identity"><span class="badge">${label}</span><code>${externUid}</code></li>
`,
)}
</ul>`
}
