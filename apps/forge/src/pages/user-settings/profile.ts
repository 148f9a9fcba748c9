import { type Html, html } from '@poolhouse/pages'
import type { Site } from '#pages/frame/layout'
import { problemList } from '#pages/frame/problems'
import { tokenField } from '#pages/frame/token-field'
import { currentPasswordField, type SettingsFrame, settingsPage } from './settings-layout.ts'

export const profilePath = '/-/user_settings/profile'

/** The attributes in the profile form. */
export type ProfileAttribute = 'name' | 'email' | 'username' | 'location' | 'organization' | 'job_title'

export interface ProfileView extends SettingsFrame {
  values: Readonly<Record<ProfileAttribute, string>>
  /** Attributes that a provider updates, and the label of the provider. */
  locked: { attributes: readonly ProfileAttribute[]; label: string }
  emailVerified: boolean
  hasPassword: boolean
  problems: readonly string[]
}

export function profilePage(site: Site, view: ProfileView): string {
  return settingsPage(site, view, {
    title: 'Edit profile',
    section: 'Profile',
    body: html`${problemList(view.problems)}
<form method="post" action="${profilePath}" data-testid="profile-form">
${tokenField(view.authenticityToken)}
<section class="card">
<h2>Main settings</h2>
<div class="stack">
${field(view, { attribute: 'name', label: 'Full name', autocomplete: 'name', required: true })}
${field(view, { attribute: 'username', label: 'Username', autocomplete: 'username', required: true, note: 'You can sign in with your username or your email.' })}
${field(view, { attribute: 'email', label: 'Email', autocomplete: 'email', required: true, note: emailNote(view) })}
${view.hasPassword && !isLocked(view, 'email') && currentPasswordField({ id: 'profile_password', hint: 'Needed only to change your email address.' })}
</div>
</section>
<section class="card">
<h2>About you</h2>
<div class="stack">
${field(view, { attribute: 'location', label: 'Location', autocomplete: 'off' })}
<div class="pair">
${field(view, { attribute: 'job_title', label: 'Job title', autocomplete: 'organization-title' })}
${field(view, { attribute: 'organization', label: 'Organization', autocomplete: 'organization' })}
</div>
</div>
</section>
<div class="actions"><button class="button button-confirm" type="submit">Update profile settings</button></div>
</form>`,
  })
}

const isLocked = ({ locked }: ProfileView, attribute: ProfileAttribute) => locked.attributes.includes(attribute)

const emailNote = ({ emailVerified }: ProfileView) =>
  emailVerified
    ? 'This address is verified. Forge does not link providers by a new address.'
    : 'This address is not verified. Forge does not link providers by it.'

interface Field {
  attribute: ProfileAttribute
  label: string
  autocomplete: string
  required?: boolean
  note?: string
}

function field(view: ProfileView, { attribute, label, autocomplete, required = false, note }: Field): Html {
  const locked = isLocked(view, attribute)
  const text = locked ? lockedNote(label, view.locked.label) : note
  const id = `user_${attribute}`
  return html`<div class="field">
<label for="${id}">${label}</label>
<input class="input" id="${id}" name="user[${attribute}]" value="${view.values[attribute]}" type="text" autocomplete="${autocomplete}" maxlength="255"${required && html` required`}${locked && html` readonly`}${text !== undefined && html` aria-describedby="${id}_note"`}>
${text !== undefined && html`<p class="field-hint" id="${id}_note"${locked && html` data-testid="locked-${attribute}"`}>${text}</p>`}
</div>`
}

const lockedNote = (label: string, provider: string) =>
  `Your ${label.toLowerCase()} was automatically set based on your ${provider} account. Change it there.`
