import { readFileSync } from 'node:fs'
import { defaultSettings, type OmniauthSettings, type ProviderConfig } from '@poolhouse/omniauth'
import { parseGitlabRb } from '@poolhouse/omniauth/gitlab-rb'

/** Something that keeps Forge from starting; the message is for the person who starts it. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/**
 * Reads `gitlab.rb`. A file that isn't there means no provider; one that can't be understood is an error that says file,
 * line and what was expected.
 */
export async function readConfiguration(
  file: string,
): Promise<{ settings: OmniauthSettings; warnings: readonly string[] }> {
  const text = readText(file)
  if (text === undefined) {
    return {
      settings: defaultSettings,
      warnings: [`There is no ${file}: the sign-in page has no provider buttons. Write one and start Forge again.`],
    }
  }
  const { settings, warnings } = await parseGitlabRb(text, { file })
  const refused = refusedSettings.filter((setting) => isOn(settings[setting]))
  if (refused.length > 0)
    throw new StartError(
      `${file}: Forge does not act on ${refused.map(written).join(', ')} yet, which decide who gets in: leave them out.`,
    )
  const idle = idleSettings.filter((setting) => isOn(settings[setting]))
  return {
    settings: settings.enabled ? settings : { ...settings, providers: [] },
    warnings: [...warnings, ...idle.map((setting) => `${written(setting)} has no effect in Forge yet`)],
  }
}

/** Not acted on, since Forge knows no directory, and it would change who gets in. */
const refusedSettings = ['autoLinkLdapUser'] as const

/** Not acted on yet; without them nobody gets in who would not get in with them. */
const idleSettings = [] as const

const isOn = (value: boolean | readonly string[]) => (typeof value === 'boolean' ? value : value.length > 0)

/** As it is written in `gitlab.rb`. */
const written = (setting: string) => `omniauth_${setting.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      if (error.code === 'ENOENT') return undefined
      throw new StartError(`${file} can't be read (${String(error.code)}).`, { cause: error })
    }
    throw error
  }
}

/** Checks the address that people know Forge by: everything that Forge sends out is made from it, never from a header. */
export function readExternalUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.href !== `${url.origin}/`) {
    throw new StartError(`--url should be an address such as https://forge.example.com, without a path. It is: ${text}`)
  }
  return url
}

/** Where the button of a provider takes the browser; undefined when the block names no address. */
export function authorizeOrigin({ args }: ProviderConfig): string | undefined {
  const { client_options: client, idp_sso_service_url: saml, idp_sso_target_url: olderSaml = saml } = asRecord(args)
  const { site, authorize_url: path = saml ?? olderSaml } = asRecord(client)
  const base = typeof site === 'string' ? site : undefined
  const target = typeof path === 'string' ? path : '/'
  return URL.canParse(target, base) ? new URL(target, base).origin : undefined
}

/** Where an icon comes from, when it is another server. */
export function iconOrigin(icon: string | undefined): string | undefined {
  if (icon === undefined || !URL.canParse(icon)) return undefined
  const { protocol, origin } = new URL(icon)
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
