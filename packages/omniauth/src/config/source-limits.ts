import { ConfigurationError } from '#core/configuration-error'
import { utf8Bytes } from '#core/encoding'

/** The limit without comment lines: GitLab's template has 150 KB, and nearly all of it is comments. */
const maxStatementBytes = 64 * 1024
const maxBytes = 1024 * 1024
export const maxNesting = 200

/** Refuses a text that could break a parser. Comments begin with `#`, in Ruby and in YAML. */
export function refuseTooLarge(source: string, file: string): void {
  const statements = source.replace(/^[ \t]*#.*$/gm, '')
  if (utf8Bytes(statements).length > maxStatementBytes || utf8Bytes(source).length > maxBytes) {
    throw new ConfigurationError([{ message: 'is too large: expected at most 64 KB without comments', file }])
  }
  let depth = 0
  let line = 1
  for (const letter of statements) {
    if (letter === '\n') line++
    if ('([{'.includes(letter)) depth++
    if (')]}'.includes(letter)) depth = Math.max(0, depth - 1)
    if (depth > maxNesting) throw nestedTooDeeply({ file, line })
  }
}

export function nestedTooDeeply(place: { file: string; line?: number }): ConfigurationError {
  return new ConfigurationError([{ message: `is nested too deeply: expected at most ${maxNesting} levels`, ...place }])
}
