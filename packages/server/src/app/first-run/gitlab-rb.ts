import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writePrivately } from './state.ts'

export const gitlabRbFile = (data: string): string => join(data, 'gitlab.rb')

/** Forge's configuration: the provider block from GitLab's documentation of Cognito, with this provider's URL, id and secret. */
export function gitlabRb({
  site,
  clientId,
  clientSecret,
}: {
  site: string
  clientId: string
  clientSecret: string
}): string {
  return `# Forge's configuration, as a GitLab administrator writes it. Restart after a change.
gitlab_rails['omniauth_allow_single_sign_on'] = ['cognito']
# By default, an administrator must approve each new account. Here, new users may sign in at once.
gitlab_rails['omniauth_block_auto_created_users'] = false
gitlab_rails['omniauth_providers'] = [
  {
    "name" => "cognito",
    "app_id" => "${clientId}",
    "app_secret" => "${clientSecret}",
    "args" => {
      client_options: {
        'site' => '${site}',
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
}

/** Writes gitlab.rb if it does not exist. An existing file belongs to the administrator: only a changed URL is replaced in it. */
export function keepGitlabRb(
  data: string,
  { content, moved }: { content: string; moved: { from: string; to: string } | undefined },
): 'written' | 'updated' | 'kept' {
  const file = gitlabRbFile(data)
  if (!existsSync(file)) {
    writePrivately(file, content)
    return 'written'
  }
  const present = readFileSync(file, 'utf8')
  const updated = moved ? present.replaceAll(moved.from, moved.to) : present
  if (updated === present) return 'kept'
  writePrivately(file, updated)
  return 'updated'
}
