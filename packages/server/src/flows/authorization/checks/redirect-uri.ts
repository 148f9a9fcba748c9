import type { AppClient } from '#records/app-clients/app-client'
import { callbackUrls, defaultCallbackUrl } from '#records/app-clients/policy'
import type { Parameters } from '../parameters.ts'
import { PageRefusal } from './verdict.ts'

/**
 * The redirect URI must be registered, and is compared character by character. A request without one uses the client's
 * default, or its only callback URL.
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3
 */
export function checkRedirectUri({ parameters, client }: { parameters: Parameters; client: AppClient }): {
  redirectUri: string
} {
  const asked = parameters.repeated.has('redirect_uri')
    ? undefined
    : (parameters.get('redirect_uri') ?? defaultCallbackUrl(client))
  if (asked === undefined || !callbackUrls(client).includes(asked)) throw new PageRefusal('redirect_mismatch')
  return { redirectUri: asked }
}
