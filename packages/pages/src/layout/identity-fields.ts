import { attributes, type Html, html } from '#markup/html'
import type { SignInName } from '#sign-in-name'
import type { FormPage } from '#view-models'
import { field } from './field.ts'

interface UsernameModel {
  readonly signInWith: readonly SignInName[]
  readonly username?: string | undefined
  readonly autofocus?: boolean
}

/** The name of the user. Phones show the keyboard for its kind, or the plain one if there are several kinds. */
export function usernameField(page: FormPage, model: UsernameModel): Html {
  const [only, ...others] = model.signInWith
  const kind = others.length === 0 ? only : 'username'
  const keyboard = {
    email: { type: 'email', inputmode: 'email' },
    phone: { type: 'tel', inputmode: 'tel' },
    username: { type: 'text', inputmode: model.signInWith.includes('email') ? 'email' : 'text' },
  }[kind ?? 'username']
  return field(page, {
    name: 'username',
    label: page.texts.signInLabel(model.signInWith),
    value: model.username,
    autocomplete: 'username',
    required: true,
    verbatim: true,
    autofocus: model.autofocus ?? false,
    ...keyboard,
  })
}

/** The username, for password managers and the server. Users see it in the text above. */
export function knownUsername(username: string): Html {
  return html`<input${attributes({
    class: 'for-password-managers',
    type: 'text',
    name: 'username',
    value: username,
    autocomplete: 'username',
    readonly: true,
    tabindex: '-1',
    'aria-hidden': 'true',
  })}>`
}

/** The code from a mail or a text message. */
export function codeField(page: FormPage, code: string | undefined): Html {
  return field(page, {
    name: 'code',
    label: page.texts.code,
    value: code,
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    required: true,
    verbatim: true,
    autofocus: true,
    className: 'code',
  })
}
