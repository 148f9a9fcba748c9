import { revokeAt } from './oauth2/flow.ts'
import { noOwnOptions, type Oauth2Provider } from './oauth2/provider.ts'

/**
 * GitLab.com, and a GitLab of one's own by `client_options.site`, with or without the `/api/v4` that older versions wanted behind it. Without a `scope`,
 * GitLab gives the scopes of the application; `read_user` is enough.
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
  // The address of a confirmed account is confirmed, a new one only takes its place when it is: GitLab's own OpenID claim says the same.
  async more(_, { email, confirmed_at: confirmedAt }) {
    if (typeof email !== 'string') return {}
    return { info: { email_verified: typeof confirmedAt === 'string' && confirmedAt !== '' } }
  },
  refreshes: true,
  revoke: async ({ http }, { token, options }) =>
    revokeAt(http, { url: new URL('revoke', options.tokenUrl).href, token, options }),
}
