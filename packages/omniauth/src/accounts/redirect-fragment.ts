/**
 * The place that a sign-in returns to, with the fragment from the sign-in page (`redirect_fragment`). A fragment may
 * have letters, digits, `-._~` and percent-encoded characters. For any other fragment the result is undefined: answer
 * such a sign-in with `Invalid state`.
 */
export function withRedirectFragment(location: string, fragment: string | undefined): string | undefined {
  if (fragment === undefined || fragment === '') return location
  if (!/^(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+$/.test(fragment)) return undefined
  return `${location.split('#')[0]}#${fragment}`
}
