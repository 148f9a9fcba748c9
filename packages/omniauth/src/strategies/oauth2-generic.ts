import { newFindings, problemFree } from '#core/options-reader'
import { labelOf, type ProviderConfig } from '#core/provider-config'
import type { Strategy } from '#core/strategy'
import { oauth2Flow } from './oauth2/flow.ts'
import { readOauth2GenericOptions } from './oauth2/options.ts'
import { infoOf, uidOf } from './oauth2/response-structure.ts'
import { fetchUserInfo } from './oauth2/user-info.ts'

/**
 * Any OAuth 2.0 provider with a user info endpoint, described by options; GitLab's
 * `OmniAuth::Strategies::OAuth2Generic`. It uses only the user info and ignores an ID token. If the provider gives ID
 * tokens, prefer a strategy that validates them.
 * @see https://docs.gitlab.com/ee/integration/oauth2_generic.html
 */
export function oauth2Generic(config: ProviderConfig): Strategy {
  const findings = newFindings()
  const options = readOauth2GenericOptions(config, findings)
  problemFree(findings)
  const { structure, userInfoUrl } = options
  return {
    name: config.name,
    label: labelOf(config),
    ...(config.icon !== undefined && { icon: config.icon }),
    warnings: findings.warnings.map((warning) => warning.message),
    ...oauth2Flow(options, async (http, { accessToken }) => {
      const document = await fetchUserInfo(http, userInfoUrl, accessToken)
      return { uid: uidOf(document, structure), info: infoOf(document, structure), extra: { raw_info: document } }
    }),
  }
}
