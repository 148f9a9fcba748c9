import type { RedirectUrlRule } from '#foundation/exceptions/reasons'

/** Schemes that run code or reveal data instead of opening an application. */
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
 * The rule that a callback or logout URL breaks; undefined when it may be registered. The scheme is https, http
 * (loopback only), or an application's own. The URL is absolute, without fragment, user name, or characters that
 * parsers read differently.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-8.4
 */
export function redirectUriViolation(uri: string): RedirectUrlRule | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds control characters to refuse them.
  if (/[\u0000-\u0020\u007f-\uffff\\]/.test(uri)) return 'forbidden-character'
  const url = URL.parse(uri)
  if (!url) return 'not-absolute'
  if (uri.includes('#')) return 'has-fragment'
  if (url.username !== '' || url.password !== '') return 'has-user-name'
  if (forbiddenSchemes.has(url.protocol)) return 'forbidden-scheme'
  if (url.protocol === 'https:') return undefined
  if (url.protocol === 'http:') return loopbackHosts.has(url.hostname) ? undefined : 'not-https'
  return undefined
}
