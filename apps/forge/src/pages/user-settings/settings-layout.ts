import { type Html, html } from '@poolhouse/pages'
import { bar } from '#pages/frame/bar'
import { layout, type Notice, noticeBox, type Site } from '#pages/frame/layout'

/** The common view of the user settings' pages. */
export interface SettingsFrame {
  authenticityToken: string
  notice: Notice | undefined
  account: { name: string; username: string; admin: boolean }
}

/** The pages of the user settings, with GitLab's paths. */
const sections = [
  ['Profile', '/-/user_settings/profile'],
  ['Account', '/-/profile/account'],
  ['Password', '/-/user_settings/password/edit'],
  ['Active sessions', '/-/user_settings/active_sessions'],
] as const

export function settingsPage(
  site: Site,
  { authenticityToken, notice, account }: SettingsFrame,
  { title, section, body }: { title: string; section: (typeof sections)[number][0]; body: Html },
): string {
  return layout(site, {
    title: `${title} · User settings`,
    bar: bar({ authenticityToken, account }),
    body: html`<div class="settings">
<nav class="sections" aria-label="User settings">
<p class="sections-title">User settings</p>
<ul>
${sections.map(
  ([name, path]) => html`<li><a href="${path}"${name === section && html` aria-current="page"`}>${name}</a></li>
`,
)}</ul>
</nav>
<main>
${noticeBox(notice)}
<h1 class="title">${title}</h1>
${body}
</main>
</div>`,
  })
}

/** A field for the current password. Accounts without a password do not get it. */
export function currentPasswordField({ id, hint }: { id: string; hint: string }): Html {
  return html`<div class="field">
<label for="${id}">Current password</label>
<input class="input" id="${id}" name="current_password" type="password" autocomplete="current-password" maxlength="1024" aria-describedby="${id}_hint">
<p class="field-hint" id="${id}_hint">${hint}</p>
</div>`
}
