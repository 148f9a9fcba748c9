import type { RedirectUrlRule } from '#foundation/exceptions/reasons'

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
 * The rule that a callback or logout URL breaks; undefined when it may be registered. https anywhere, http on loopback only, an
 * application's own scheme; absolute, without fragment, user name, or characters that parsers read differently.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-8.4
 */
export function redirectUriViolation(uri: string): RedirectUrlRule | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones to refuse.
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
