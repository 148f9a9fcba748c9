import { noOwnOptions, type Oauth2Provider } from './oauth2/provider.ts'

/**
 * Login with Amazon. The uid is the `user_id`. It equals the `CustomerId` that Ruby's strategy reads from another
 * endpoint. Amazon does not say whether it has verified the email address, so the strategy never reports the address as
 * verified.
 * @see https://developer.amazon.com/docs/login-with-amazon/authorization-code-grant.html
 */
export const amazon: Oauth2Provider = {
  title: 'Amazon',
  defaults: {
    site: 'https://www.amazon.com',
    endpoints: () => ({
      authorizeUrl: '/ap/oa',
      tokenUrl: 'https://api.amazon.com/auth/o2/token',
      userInfoUrl: 'https://api.amazon.com/user/profile',
    }),
    authScheme: 'request_body',
    scope: 'profile postal_code',
    pkce: true,
    refused: {
      access_token_options: 'is not supported: the access token is always sent in the Authorization header',
      callback_url: 'is not supported: use redirect_url',
    },
  },
  readOwn: noOwnOptions,
  headers: { accept: 'application/json' },
  uid: 'user_id',
  info: { email: 'email', name: 'name' },
  async more(_, { postal_code: postalCode }) {
    return typeof postalCode === 'string' ? { extra: { postal_code: postalCode } } : {}
  },
  refreshes: true,
}
