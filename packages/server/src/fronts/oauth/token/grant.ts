import type { Parameters } from '#flows/authorization/parameters'
import { invalidRequest } from '../errors.ts'
import type { AuthenticatedClient } from './client-authentication.ts'

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1 */
export interface TokenResponse {
  readonly id_token?: string
  readonly access_token: string
  readonly refresh_token?: string
  /** The lifetime of the access token, in seconds. */
  readonly expires_in: number
  readonly token_type: 'Bearer'
}

/** One value of `grant_type`: what it needs, and which tokens an authenticated client gets for it. */
export interface Grant<Services> {
  readonly grantType: string
  /** @throws OAuthError */
  exchange(services: Services, request: AuthenticatedClient & { form: Parameters }): Promise<TokenResponse>
}

/** A parameter that a grant requires. */
export function required(form: Parameters, name: string): string {
  const value = form.get(name)
  if (value === undefined) throw invalidRequest(`${name} is missing.`)
  return value
}
