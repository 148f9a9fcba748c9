/** A gitlab.rb with settings (GitLab's names without `omniauth_`, values in Ruby) and the blocks of providers. */
export function gitlabRb(settings: Readonly<Record<string, string>>, providers: readonly string[]): string {
  const lines = Object.entries(settings).map(([name, value]) => `gitlab_rails['omniauth_${name}'] = ${value}`)
  return `${lines.join('\n')}
gitlab_rails['omniauth_providers'] = [
${providers.join(',\n')}
]
`
}

/** The block of GitLab's page on Cognito. */
export const cognitoBlock = (client: { site: string; id: string; secret: string }): string => `  {
    "name" => "cognito",
    "app_id" => "${client.id}",
    "app_secret" => "${client.secret}",
    "args" => {
      client_options: {
        'site' => '${client.site}',
        'authorize_url' => '/login',
        'token_url' => '/oauth2/token',
        'user_info_url' => '/oauth2/userInfo'
      },
      user_response_structure: {
        root_path: [],
        attributes: { nickname: 'email'}
      },
      name: 'cognito',
      strategy_class: "OmniAuth::Strategies::OAuth2Generic"
    }
  }`

/** The same in a gitlab.yml, for installations from source. */
export const cognitoYml = (client: { site: string; id: string; secret: string }): string => `production:
  omniauth:
    allow_single_sign_on: ["cognito"]
    block_auto_created_users: false
    providers:
      - name: cognito
        label: Cognito by gitlab.yml
        app_id: "${client.id}"
        app_secret: "${client.secret}"
        args:
          client_options:
            site: ${client.site}
            authorize_url: /login
            token_url: /oauth2/token
            user_info_url: /oauth2/userInfo
          user_response_structure:
            root_path: []
            attributes: { nickname: email }
          name: cognito
          strategy_class: "OmniAuth::Strategies::OAuth2Generic"
`

const options = (site: string) => `client_options: {
        site: '${site}',
        authorize_url: '/login',
        token_url: '/oauth2/token',
        user_info_url: '/oauth2/userInfo'
      },
      user_response_structure: {
        id_path: ['sub'],
        attributes: { nickname: 'nickname', name: 'name', email: 'email', address: 'address' }
      }`

/** A provider with the generic strategy. `more` goes into the block, `args` into its args. */
export const partnerBlock = (
  site: string,
  { name = 'partner', more = "label: 'Partner ID',", args = '' } = {},
): string => `  {
    name: '${name}',
    ${more}
    app_id: 'CLIENT ID',
    app_secret: 'CLIENT SECRET',
    args: {
      ${options(site)},
      ${args}
      name: '${name}',
      strategy_class: 'OmniAuth::Strategies::OAuth2Generic'
    }
  }`

/** A provider whose args are a list: client id, client secret, options. */
export const listedBlock = (site: string): string => `  {
    name: 'oauth2_generic',
    label: 'By a list of arguments',
    args: ['CLIENT ID', 'CLIENT SECRET', {
      ${options(site)}
    }]
  }`

export const samlBlock = (idp: { ssoUrl: string; certificate: string; audience: string }): string => `  {
    name: 'saml',
    label: 'Company SAML',
    args: {
      idp_cert: '${idp.certificate}',
      idp_sso_service_url: '${idp.ssoUrl}',
      issuer: '${idp.audience}'
    }
  }`

/** The cognito strategy. It needs only the pool's issuer, and can sign users out of the pool. */
export const issuerBlock = (pool: { issuer: string; id: string; secret: string }, label = 'Cognito'): string => `  {
    name: 'cognito',
    label: '${label}',
    app_id: '${pool.id}',
    app_secret: '${pool.secret}',
    args: { issuer: '${pool.issuer}', strategy_class: 'cognito' }
  }`

/** A provider with discovery, for the client of the test's OpenID Connect provider. */
export const openidBlock = (issuer: string): string => `  {
    name: 'company',
    label: 'Company',
    app_id: 'client-1',
    app_secret: 'secret',
    args: { issuer: '${issuer}', strategy_class: 'cognito' }
  }`
