import { attributes, type Html, html } from '#markup/html'
import type { Texts } from '#texts/texts'
import type { FormPage, PasswordRules } from '#view-models'
import { fieldId, fieldState } from './field.ts'

const name = 'password'
const rulesId = 'password-rules'

interface PasswordModel {
  readonly label: string
  readonly autocomplete: 'current-password' | 'new-password'
  readonly autofocus?: boolean
  readonly rules?: PasswordRules
}

/**
 * A password field. The server never fills it in. It has no `maxlength`, which would silently truncate a pasted password.
 * The button that shows the password is hidden unless the script runs.
 */
function passwordInput(page: FormPage, model: PasswordModel): Html {
  const id = fieldId(name)
  const state = fieldState(page, { name, describedBy: model.rules ? [rulesId] : [] })
  const input = attributes({
    id,
    name,
    type: 'password',
    autocomplete: model.autocomplete,
    required: true,
    autofocus: model.autofocus,
    minlength: model.rules?.minimumLength,
    autocapitalize: 'none',
    spellcheck: 'false',
    ...state.attributes,
  })
  const { texts } = page
  const reveal = attributes({
    class: 'reveal',
    type: 'button',
    hidden: true,
    'data-reveals': id,
    'data-show': texts.show,
    'data-show-label': texts.showPassword,
    'data-hide': texts.hide,
    'data-hide-label': texts.hidePassword,
    'aria-controls': id,
    'aria-label': texts.showPassword,
  })
  return html`<div class="field">
<label for="${id}">${model.label}</label>
<div class="password"><input${input}><button${reveal}>${texts.show}</button></div>
${state.error}
${model.rules && rulesList(page.texts, model.rules)}
</div>`
}

/** The current password. */
export function currentPassword(page: FormPage, options: { readonly autofocus?: boolean } = {}): Html {
  return passwordInput(page, { label: page.texts.password, autocomplete: 'current-password', ...options })
}

/** The new password, with the rules of the pool. */
export function newPassword(
  page: FormPage & { readonly passwordRules: PasswordRules },
  options: { readonly label: string; readonly autofocus?: boolean },
): Html {
  return passwordInput(page, { autocomplete: 'new-password', rules: page.passwordRules, ...options })
}

function rulesList(texts: Texts, rules: PasswordRules): Html {
  const kinds = (['upper', 'lower', 'number', 'symbol'] as const).filter((kind) => rules[kind])
  return html`<div class="rules" id="${rulesId}">
<p>${texts.rules.heading}</p>
<ul data-rules-of="${fieldId(name)}">
<li data-rule="minimumLength" data-minimum="${rules.minimumLength}">${texts.rules.minimumLength(rules.minimumLength)}</li>
${kinds.map((kind) => html`<li data-rule="${kind}">${texts.rules[kind]}</li>\n`)}</ul>
</div>`
}
