import { hex, hmacSha256 } from '#core/encoding'
import { isHash, optionsReader } from '#core/options-reader'
import type { Oauth2Provider, UserInfoContext } from './oauth2/provider.ts'

interface FacebookOptions {
  readonly infoFields: string
  readonly locale: string | undefined
  /** The query parameters of the picture's URL. */
  readonly imageSize: Readonly<Record<string, string>>
  readonly imageScheme: 'https:' | 'http:'
}

/** The version of Facebook's API that this strategy is written for. `site` and `authorize_url` choose another one. */
const version = 'v25.0'

/**
 * Facebook. It does not say whether it has verified the email address, so the strategy never reports the address as
 * verified.
 * @see https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
 */
export const facebook: Oauth2Provider<FacebookOptions> = {
  title: 'Facebook',
  defaults: {
    site: `https://graph.facebook.com/${version}`,
    endpoints: () => ({
      authorizeUrl: `https://www.facebook.com/${version}/dialog/oauth`,
      tokenUrl: 'oauth/access_token',
      userInfoUrl: 'me',
    }),
    authScheme: 'request_body',
    scope: 'email',
    // Facebook documents PKCE only for its OpenID flow, and only as an experiment.
    pkce: false,
    authorizeOptions: ['display', 'auth_type', 'config_id'],
    ownOptions: ['info_fields', 'locale', 'image_size', 'secure_image_url'],
    refused: {
      authorization_code_from_signed_request_in_cookie: 'is not supported: such a code has no state',
      access_token_options: 'is not supported: the access token is always sent in the Authorization header',
      callback_url: 'is not supported: use redirect_url',
    },
  },
  readOwn(config, findings) {
    const args = optionsReader(config, config.name, findings).hash('args')
    const size = args.value('image_size')
    if (size !== undefined && typeof size !== 'string' && !isHash(size))
      args.problem('image_size', 'is not a size: expected one such as normal, or { width: 100, height: 100 }')
    return {
      infoFields: args.text('info_fields') ?? 'name,email',
      locale: args.text('locale'),
      imageSize: typeof size === 'string' ? { type: size } : texts(isHash(size) ? size : {}),
      imageScheme: args.flag('secure_image_url') === false ? 'http:' : 'https:',
    }
  },
  headers: { accept: 'application/json' },
  async userInfoQuery({ own, options, token }) {
    return {
      appsecret_proof: hex(await hmacSha256(options.clientSecret, token.accessToken)),
      fields: own.infoFields,
      ...(own.locale !== undefined && { locale: own.locale }),
    }
  },
  uid: 'id',
  info: {
    nickname: 'username',
    email: 'email',
    name: 'name',
    first_name: 'first_name',
    last_name: 'last_name',
    description: 'bio',
    location: ['location', 'name'],
  },
  urls: { Facebook: 'link', Website: 'website' },
  more: async (context, { id }) => ({ info: { image: pictureOf(context, String(id)) } }),
  refreshes: false,
}

function pictureOf({ options, own }: UserInfoContext<FacebookOptions>, id: string): string {
  const url = new URL(`${encodeURIComponent(id)}/picture`, options.userInfoUrl)
  url.protocol = own.imageScheme
  url.search = new URLSearchParams(own.imageSize).toString()
  return url.href
}

function texts(hash: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(hash).map(([key, value]) => [key, String(value)]))
}
