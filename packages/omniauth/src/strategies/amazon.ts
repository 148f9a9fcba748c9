import { noOwnOptions, type Oauth2Provider } from './oauth2/provider.ts'

/**
 * Login with Amazon. The uid is the `user_id`, which is the same as the `CustomerId` of the address that Ruby's strategy asks. Whether a person has
 * proved the address, Amazon does not say: it is never told as verified.
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
      access_token_options: 'is not supported: the access token goes into the Authorization header',
      callback_url: 'is not supported: the same option is redirect_url',
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
