const javaSpaces = ' \\t\\n\\x0b\\f\\r'

const compiled = new Map<string, RegExp>()

/** A pattern of the contract as a regular expression, compiled on first use. Callers check the length of the text first. */
export function patternOf(source: string): RegExp {
  const known = compiled.get(source)
  if (known !== undefined) return known
  const pattern = new RegExp(linear(asJavaReadsIt(source)), 'u')
  compiled.set(source, pattern)
  return pattern
}

/** In Java, `\s` means six ASCII characters. In JavaScript it also means all spaces of Unicode, which a password may contain. */
const asJavaReadsIt = (source: string): string =>
  source.replaceAll('[\\S]', `[^${javaSpaces}]`).replaceAll('\\s', javaSpaces)

/**
 * In a pattern `^[class]*marker[class]*$`, the class may also match the marker's characters. Then the engine tries every split
 * of the text, which takes minutes for a mail template full of braces. This function writes an equivalent pattern without that:
 * the class for the whole text, then the first place where the marker begins and the last place where it ends.
 */
function linear(source: string): string {
  const [, any, marker] = /^\^(\[[^\]]+\][*+])(.+?)\1\$$/.exec(source) ?? []
  if (any === undefined || marker === undefined) return source
  const least = any.endsWith('+') ? '[^]' : ''
  const [first = '', last] = marker.split(any)
  const rest = last === undefined ? '' : `[^]*${last}`
  return `^(?=${any}$)${least}(?:(?!${first})[^])*${first}${rest}${least}`
}
