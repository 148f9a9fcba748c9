/** The values of a template. Only {@link Html} is markup. Text and numbers are escaped; undefined and false give nothing. */
export type Interpolation = Html | string | number | false | null | undefined | readonly Interpolation[]

/** Markup that is safe, because only {@link html} and the constants of this package create it. */
export class Html {
  readonly #markup: string

  /** Not for values: the door of the package exports this class as a type only. */
  constructor(markup: string) {
    this.#markup = markup
  }

  toString(): string {
    return this.#markup
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
  '\0': '\uFFFD',
}

function escapeText(text: string): string {
  return text.replace(/[&<>"'`\0]/g, (character) => entities[character] ?? '')
}

function markupOf(value: Interpolation): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Html) return value.toString()
  if (Array.isArray(value)) return value.map(markupOf).join('')
  return escapeText(String(value))
}

/**
 * The only way to write markup with values. It escapes each value, for text and for quoted attributes, unless the value is
 * {@link Html}.
 * @throws if a value follows `=` directly: in an unquoted attribute, escaping does not protect.
 */
export function html(template: TemplateStringsArray, ...values: readonly Interpolation[]): Html {
  let markup = template[0] ?? ''
  values.forEach((value, index) => {
    if (markup.endsWith('=')) throw new Error('A value in an attribute needs quotes around it')
    markup += markupOf(value) + (template[index + 1] ?? '')
  })
  return new Html(markup)
}

/** Attributes of one tag, each with a leading space; `true` is a bare attribute, `false` and `undefined` are left out. */
export function attributes(values: Readonly<Record<string, string | number | boolean | undefined>>): Html {
  const present = Object.entries(values).filter(([, value]) => value !== undefined && value !== false)
  return new Html(
    present
      .map(([name, value]) => {
        if (!/^[a-z][a-z-]*$/.test(name) || name.startsWith('on') || name === 'style') {
          throw new Error(`The pages use no attribute named ${name}`)
        }
        return value === true ? ` ${name}` : ` ${name}="${escapeText(String(value))}"`
      })
      .join(''),
  )
}
