/** The meaning of a plain scalar, or the reason why it is refused. */
export type ScalarMeaning = { readonly value: string | number | boolean | null } | { readonly refused: string }

/**
 * The meaning of a scalar without quotes, the same as in Ruby's parser (Psych): YAML 1.1, but `y` and `n` are texts,
 * and `:word` is a symbol.
 * @see https://yaml.org/type/
 */
export function plainScalar(text: string): ScalarMeaning {
  if (/^(?:~|null|)$/i.test(text)) return { value: null }
  if (/^(?:yes|true|on)$/i.test(text)) return { value: true }
  if (/^(?:no|false|off)$/i.test(text)) return { value: false }
  if (/^[-+]?(?:0[0-7_]*|[1-9][\d_]*|0x[\da-f_]+|0b[01_]+)$/i.test(text)) return integer(text)
  if (/^[-+]?(?:[\d_]+\.[\d_]*|\.\d[\d_]*)(?:e[-+]?\d+)?$|^[-+]?\d+e[-+]?\d+$|^[-+]?\.inf$|^\.nan$/i.test(text))
    return { refused: 'is a number with a fraction: put a text in quotes' }
  if (/^[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?$/.test(text))
    return { refused: 'is a number in base 60: put a text in quotes' }
  if (/^\d{4}-\d{1,2}-\d{1,2}(?:$|[Tt\s])/.test(text)) return { refused: 'is a date: put a text in quotes' }
  return { value: text.replace(/^:(?=[A-Za-z_]\w*$)/, '') }
}

function integer(text: string): ScalarMeaning {
  const [, sign, digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', '').toLowerCase()) ?? []
  const value = Number(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits)
  if (!Number.isSafeInteger(value)) return { refused: 'is an integer that is too large: put a text in quotes' }
  return { value: sign === '-' ? -value : value }
}
