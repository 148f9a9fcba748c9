import { pageHeaders, transportHeaders } from '#foundation/http-headers'

/**
 * The headers of every page of managed login.
 * @param of.formsLeadTo the redirect URI to which a form's answer may lead: browsers hold the policy against redirects too.
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
  // Applications open these pages in a pop-up too, and need to hear from it when it comes back.
  const { 'cross-origin-opener-policy': _popups, ...page } = pageHeaders({ formAction })
  return {
    ...page,
    ...transportHeaders({ publicUrl }),
    // Under no-referrer browsers send `Origin: null` with our own forms.
    'referrer-policy': 'same-origin',
  }
}

/** A redirect URI as a source of the policy: its origin, or the scheme where applications have their own. */
function sourceOf(redirectUri: string): string {
  const { host, origin, protocol } = new URL(redirectUri)
  const isWeb = protocol === 'https:' || protocol === 'http:'
  // A host may hold a semicolon, which would end the directive.
  return isWeb && /^[\w.:[\]-]+$/.test(host) ? origin : protocol
}
