import { attributes, type Html, html } from '#markup/html'
import type { FormPage } from '#view-models'
import { errorId } from './form.ts'

export interface FieldModel {
  readonly name: string
  readonly label: string
  readonly type?: string
  readonly value?: string | undefined
  readonly autocomplete?: string
  readonly inputmode?: string
  readonly required?: boolean
  readonly autofocus?: boolean
  /** The input has several lines. */
  readonly multiline?: boolean
  /** A code or a sign-in name: the browser must not correct or capitalise it. */
  readonly verbatim?: boolean
  /** The ids of elements that describe the field. */
  readonly describedBy?: readonly string[]
  readonly className?: string
}

/** The id of a field. It is valid in `for` and `aria-describedby` for any name. */
export function fieldId(name: string): string {
  return `field-${name.replace(/[^A-Za-z0-9-]/g, (character) => `_${character.charCodeAt(0).toString(16)}_`)}`
}

/** The error of a field, and the attributes that connect the field to it and to the page's error. */
export function fieldState(
  page: FormPage,
  model: { readonly name: string; readonly describedBy?: readonly string[] },
): {
  readonly attributes: Readonly<Record<string, string | boolean | undefined>>
  readonly error: Html | undefined
} {
  const id = fieldId(model.name)
  const errors = page.fieldErrors ?? {}
  const text = Object.hasOwn(errors, model.name) ? errors[model.name] : undefined
  const describedBy = [...(text ? [`${id}-error`] : []), ...(model.describedBy ?? []), ...(page.error ? [errorId] : [])]
  return {
    attributes: {
      'aria-invalid': text ? 'true' : undefined,
      'aria-describedby': describedBy.length > 0 ? describedBy.join(' ') : undefined,
    },
    error: text ? html`<p class="field-error" id="${id}-error">${text}</p>` : undefined,
  }
}

/** A label, its input and its error. */
export function field(page: FormPage, model: FieldModel): Html {
  const id = fieldId(model.name)
  const state = fieldState(page, model)
  const shared = {
    id,
    name: model.name,
    class: model.className,
    autocomplete: model.autocomplete,
    required: model.required,
    autofocus: model.autofocus,
    autocapitalize: model.verbatim ? 'none' : undefined,
    spellcheck: model.verbatim ? 'false' : undefined,
    ...state.attributes,
  }
  return html`<div class="field">
<label for="${id}">${model.label}${!model.required && html` <span class="optional">(${page.texts.optional})</span>`}</label>
${
  model.multiline
    ? html`<textarea${attributes({ ...shared, rows: 3 })}>
${model.value ?? ''}</textarea>`
    : html`<input${attributes({ ...shared, type: model.type ?? 'text', inputmode: model.inputmode, value: model.value })}>`
}
${state.error}
</div>`
}
