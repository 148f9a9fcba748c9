import { ConfigurationError } from '#core/configuration-error'
import type { Configuration } from './configuration.ts'
import { parseGitlabRb } from './gitlab-rb.ts'

const variable = 'GITLAB_OMNIBUS_CONFIG'

/**
 * Reads the OmniAuth settings out of `GITLAB_OMNIBUS_CONFIG`, the variable that GitLab's container image takes its `gitlab.rb` from. Lines
 * are those of the variable's text; statements may stand on one line, with `;` between them.
 * @see https://docs.gitlab.com/ee/install/docker/configuration.html
 */
export async function parseOmnibusConfig(env: Readonly<Record<string, string | undefined>>): Promise<Configuration> {
  const text = env[variable]
  if (text === undefined) {
    throw new ConfigurationError([{ message: `${variable} is not set: expected the text of a gitlab.rb in it` }])
  }
  return parseGitlabRb(text, { file: variable })
}
