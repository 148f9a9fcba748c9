import { pageHeaders, transportHeaders } from '#foundation/http-headers'

/**
 * The headers of every page of managed login.
 * @param of.formsLeadTo the redirect URI to which the answer of a form may redirect. Browsers apply the policy to redirects too.
 * @see https://www.w3.org/TR/CSP3/#directive-form-action
 */
export function securityHeaders({
  publicUrl,
  formsLeadTo,
}: {
  publicUrl: string
  formsLeadTo?: string | undefined
}): Record<string, string> {
  const formAction = formsLeadTo === undefined ? [] : ["'self'", sourceOf(formsLeadTo)]
  // Applications also open these pages in a pop-up, and it must be able to send them a message when it comes back.
  const { 'cross-origin-opener-policy': _popups, ...page } = pageHeaders({ formAction })
  return {
    ...page,
    ...transportHeaders({ publicUrl }),
    // With no-referrer, browsers send `Origin: null` with our own forms.
    'referrer-policy': 'same-origin',
  }
}

/** A redirect URI as a source of the policy: its origin, or its scheme if that is an application's own. */
function sourceOf(redirectUri: string): string {
  const { host, origin, protocol } = new URL(redirectUri)
  const isWeb = protocol === 'https:' || protocol === 'http:'
  // A host may contain a semicolon, which would end the directive.
  return isWeb && /^[\w.:[\]-]+$/.test(host) ? origin : protocol
}
