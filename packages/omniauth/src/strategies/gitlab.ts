import { revokeAt } from './oauth2/flow.ts'
import { noOwnOptions, type Oauth2Provider } from './oauth2/provider.ts'

/**
 * GitLab.com, and a self-managed GitLab with `client_options.site`. The site may end with `/api/v4`, which some
 * versions of the gem require. Without a `scope`, GitLab grants the scopes of the application. `read_user` is enough.
 * @see https://docs.gitlab.com/api/oauth2/
 */
export const gitlab: Oauth2Provider = {
  title: 'GitLab',
  defaults: {
    site: 'https://gitlab.com',
    endpoints(site = '') {
      const root = site.replace(/\/(?:api\/v\d+\/?)?$/, '')
      return {
        authorizeUrl: `${root}/oauth/authorize`,
        tokenUrl: `${root}/oauth/token`,
        userInfoUrl: `${root}/api/v4/user`,
      }
    },
    authScheme: 'request_body',
    pkce: true,
  },
  readOwn: noOwnOptions,
  headers: { accept: 'application/json' },
  uid: 'id',
  info: { name: 'name', nickname: 'username', username: 'username', email: 'email', image: 'avatar_url' },
  urls: { GitLab: 'web_url' },
  // A confirmed account has a confirmed address: GitLab replaces it only after the new one is confirmed. GitLab's
  // OpenID claim follows the same rule.
  async more(_, { email, confirmed_at: confirmedAt }) {
    if (typeof email !== 'string') return {}
    return { info: { email_verified: typeof confirmedAt === 'string' && confirmedAt !== '' } }
  },
  refreshes: true,
  revoke: async ({ http }, { token, options }) =>
    revokeAt(http, { url: new URL('revoke', options.tokenUrl).href, token, options }),
}
