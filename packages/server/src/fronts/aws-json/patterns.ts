const javaSpaces = ' \\t\\n\\x0b\\f\\r'

const compiled = new Map<string, RegExp>()

/** A pattern of the contract as a regular expression, made on first use. Callers check the length first. */
export function patternOf(source: string): RegExp {
  const known = compiled.get(source)
  if (known !== undefined) return known
  const pattern = new RegExp(linear(asJavaReadsIt(source)), 'u')
  compiled.set(source, pattern)
  return pattern
}

/** To Java, `\s` is six ASCII characters; to JavaScript also every space of Unicode. A password may hold those. */
const asJavaReadsIt = (source: string): string =>
  source.replaceAll('[\\S]', `[^${javaSpaces}]`).replaceAll('\\s', javaSpaces)

/**
 * Patterns of the form `^[class]*marker[class]*$`, whose class takes the marker's own characters, make the engine try every
 * split of the text: minutes for a mail template of braces. The same language without that: the class over the whole text,
 * then the first place where the marker begins and the last where it ends.
 */
function linear(source: string): string {
  const [, any, marker] = /^\^(\[[^\]]+\][*+])(.+?)\1\$$/.exec(source) ?? []
  if (any === undefined || marker === undefined) return source
  const least = any.endsWith('+') ? '[^]' : ''
  const [first = '', last] = marker.split(any)
  const rest = last === undefined ? '' : `[^]*${last}`
  return `^(?=${any}$)${least}(?:(?!${first})[^])*${first}${rest}${least}`
}
