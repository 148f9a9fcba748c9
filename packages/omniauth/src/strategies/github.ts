import type { AuthInfo, JsonValue } from '#core/auth-hash'
import { base64, utf8Bytes } from '#core/encoding'
import { isJsonObject } from '#core/exact-json'
import { invalidCredentials } from '#core/failure'
import type { StrategyServices } from '#core/strategy'
import type { Oauth2Options } from './oauth2/options.ts'
import { noOwnOptions, type Oauth2Provider, type UserInfoContext } from './oauth2/provider.ts'
import { askAsHolder, documentOf } from './oauth2/user-info.ts'

const site = 'https://api.github.com'
/** GitHub answers with a form unless the request asks for JSON. It refuses requests without a user agent. */
const headers = { accept: 'application/json', 'user-agent': 'poolhouse-omniauth' }

/**
 * GitHub, and GitHub Enterprise with `client_options` (`site` is the address of its API, such as
 * `https://github.example.com/api/v3`) or with GitLab's `url`. With the scope `user:email`, the email address is the
 * primary one, and only if it is verified. Without this scope, it is the public one of the profile, if any.
 * @see https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 */
export const github: Oauth2Provider = {
  title: 'GitHub',
  defaults: {
    site,
    // Ruby's strategy sends the code and the secret of an Enterprise server to github.com if authorize_url and
    // token_url are not set.
    endpoints(given = site) {
      const own = new URL(given).origin === site ? 'https://github.com' : ''
      return {
        authorizeUrl: `${own}/login/oauth/authorize`,
        tokenUrl: `${own}/login/oauth/access_token`,
        userInfoUrl: 'user',
      }
    },
    authScheme: 'request_body',
    pkce: true,
  },
  readOwn: noOwnOptions,
  headers,
  uid: 'id',
  info: { nickname: 'login', name: 'name', email: 'email', image: 'avatar_url', location: 'location' },
  urls: { GitHub: 'html_url', Blog: 'blog' },
  async more(context) {
    if (!mayReadEmails(context.options)) return {}
    const emails = await emailsOf(context)
    return { info: primaryEmail(emails), extra: { all_emails: emails } }
  },
  // Tokens of OAuth apps do not expire. GitHub Apps get refresh tokens.
  refreshes: true,
  revoke,
}

function mayReadEmails({ authorizeParams: { scope } }: Oauth2Options): boolean {
  const scopes = typeof scope === 'string' ? scope.split(/[\s,]+/) : []
  return scopes.includes('user') || scopes.includes('user:email')
}

async function emailsOf({ http, options, token }: UserInfoContext<undefined>): Promise<readonly JsonValue[]> {
  const url = `${options.userInfoUrl}/emails`
  const answer = await askAsHolder(http, { url, accessToken: token.accessToken, headers })
  const document = documentOf(answer)
  if (isList(document)) return document
  throw invalidCredentials(
    `GitHub answered ${answer.status} for the email addresses. Give the GitHub App the permission to read them, or leave user:email out of scope`,
  )
}

/**
 * Takes the address from `/user/emails` only. GitHub does not say that the profile's address is verified, so it could
 * belong to another person.
 */
function primaryEmail(emails: readonly JsonValue[]): AuthInfo {
  const primary = emails.filter(isJsonObject).find((one) => one['primary'] === true && one['verified'] === true)
  const email = primary?.['email']
  return typeof email === 'string' ? { email, email_verified: true } : { email: null }
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

/**
 * Revokes an access token. GitHub has no way to revoke a refresh token.
 * @see https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-token
 */
async function revoke(
  { http }: StrategyServices,
  { token, options }: { token: string; options: Oauth2Options },
): Promise<void> {
  const { clientId, clientSecret, userInfoUrl } = options
  const { status } = await http.send(new URL(`applications/${encodeURIComponent(clientId)}/token`, userInfoUrl).href, {
    method: 'DELETE',
    headers: {
      ...headers,
      'content-type': 'application/json',
      authorization: `Basic ${base64(utf8Bytes(`${clientId}:${clientSecret}`))}`,
    },
    body: JSON.stringify({ access_token: token }),
  })
  if (![204, 404, 422].includes(status)) throw invalidCredentials(`GitHub answered ${status} when a token was revoked`)
}
