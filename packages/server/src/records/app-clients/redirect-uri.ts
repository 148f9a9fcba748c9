/** Schemes that would run or reveal something instead of reaching an application. */
const forbiddenSchemes = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'blob:',
  'about:',
  'filesystem:',
  'view-source:',
])

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Why a callback or logout URL may not be registered; undefined when it may. https anywhere, http on loopback only, an
 * application's own scheme; absolute, without fragment, user name, or characters that parsers read differently.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-8.4
 */
export function redirectUriViolation(uri: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones to refuse.
  if (/[\u0000-\u0020\u007f-\uffff\\]/.test(uri)) return 'holds a character that a URL may not'
  const url = URL.parse(uri)
  if (!url) return 'is not an absolute URL'
  if (uri.includes('#')) return 'may not have a fragment'
  if (url.username !== '' || url.password !== '') return 'may not have a user name'
  if (forbiddenSchemes.has(url.protocol)) return `may not have the scheme ${url.protocol}`
  if (url.protocol === 'https:') return undefined
  if (url.protocol === 'http:') return loopbackHosts.has(url.hostname) ? undefined : 'must be https, but for loopback'
  return undefined
}
