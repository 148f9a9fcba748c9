/** Parameters of a single page. They are not part of the authorization request, so other pages do not get them. */
const own = new Set(['user_name', 'confirmation_code', 'error', 'error_description'])

/** The authorization request of a page's address, unchanged, for the addresses of other pages. */
export function travellingQuery(url: string): string {
  const start = url.indexOf('?')
  if (start < 0) return ''
  const pairs = url.slice(start + 1).split('&')
  return pairs
    .filter((pair) => pair !== '' && !own.has([...new URLSearchParams(pair).keys()][0] ?? ''))
    .join('&')
    .replace(/[^\x21-\x7e]|["'<>\\^`{|}#]/g, encoded)
}

// Header values contain bytes, so a character outside ASCII is one byte of what the browser sent.
const encoded = (character: string): string => `%${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`
