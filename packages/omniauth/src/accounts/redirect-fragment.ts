/**
 * The place that a sign-in leads back to, with the fragment that the sign-in page carried along (`redirect_fragment`). undefined for a fragment with anything in it but
 * letters, digits, `-._~` and their percent-encoded like: such a sign-in is answered `Invalid state`.
 */
export function withRedirectFragment(location: string, fragment: string | undefined): string | undefined {
  if (fragment === undefined || fragment === '') return location
  if (!/^(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+$/.test(fragment)) return undefined
  return `${location.split('#')[0]}#${fragment}`
}
