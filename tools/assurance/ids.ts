const id = /[A-Z]\d{1,3}/
const list = new RegExp(`\\[(${id.source}(?:(?:, ?|-)${id.source})*)\\](?=['"\`])`, 'g')

/** The ids in brackets at the end of test titles; `I1-I3` counts as three. */
export function idsOf(source: string): string[] {
  return [...source.matchAll(list)].flatMap(([, ids = '']) => ids.split(/, ?/).flatMap(range))
}

function range(text: string): string[] {
  const [from = '', to] = text.split('-')
  if (to === undefined) return [from]
  const [letter = '', first, last] = [from.slice(0, 1), Number(from.slice(1)), Number(to.slice(1))]
  return Array.from({ length: last - first + 1 }, (_, index) => `${letter}${first + index}`)
}

/** The titles that begin with an id instead of ending with it. */
export const misplacedIds = (source: string): string[] =>
  [...source.matchAll(/(?:\b(?:test|it|describe)\b[^\n'"`]*|\]\))\(\s*['"`]([ABCFIKT]\d{2,3}\b[^'"`]*)/g)].map(
    ([, title = '']) => title,
  )
