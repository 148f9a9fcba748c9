import { ConfigurationError } from '#core/configuration-error'
import type { Configuration } from './configuration.ts'
import { parseGitlabRb } from './gitlab-rb.ts'

const variable = 'GITLAB_OMNIBUS_CONFIG'

/**
 * Reads the OmniAuth settings from `GITLAB_OMNIBUS_CONFIG`, the variable with the `gitlab.rb` of GitLab's container
 * image. Line numbers count in the variable's text. Several statements can be on one line, separated by `;`.
 * @see https://docs.gitlab.com/ee/install/docker/configuration.html
 */
export async function parseOmnibusConfig(env: Readonly<Record<string, string | undefined>>): Promise<Configuration> {
  const text = env[variable]
  if (text === undefined) {
    throw new ConfigurationError([
      { message: `${variable} is not set: set it to the text of a gitlab.rb, or name a file` },
    ])
  }
  return parseGitlabRb(text, { file: variable })
}
