/** The block of GitLab's page on Cognito, word for word. */
export const seedRb: string = `
gitlab_rails['omniauth_allow_single_sign_on'] = ['cognito']
gitlab_rails['omniauth_providers'] = [
  {
    "name" => "cognito",
    "app_id" => "CLIENT ID",
    "app_secret" => "CLIENT SECRET",
    "args" => {
      client_options: {
        'site' => 'https://your_domain.auth.your_region.amazoncognito.com',
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
  }
]
`

/** The same as YAML, as in the `gitlab.yml` of an installation from source. */
export const seedYml: string = `
production:
  omniauth:
    allow_single_sign_on: ["cognito"]
    providers:
      - name: cognito
        app_id: "CLIENT ID"
        app_secret: "CLIENT SECRET"
        args:
          client_options:
            site: https://your_domain.auth.your_region.amazoncognito.com
            authorize_url: /login
            token_url: /oauth2/token
            user_info_url: /oauth2/userInfo
          user_response_structure:
            root_path: []
            attributes: { nickname: email }
          name: cognito
          strategy_class: "OmniAuth::Strategies::OAuth2Generic"
`
