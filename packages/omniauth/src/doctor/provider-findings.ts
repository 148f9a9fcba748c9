import type { Configuration } from '#config/configuration'
import { isHash } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import type { Check, Finding, Remark } from './finding.ts'

/** The findings of one provider. `add` gives each remark its place in the file, and hides secrets. */
export interface ProviderFindings {
  readonly list: Finding[]
  add(check: Check, ...remarks: readonly Remark[]): void
}

export function providerFindings(config: ProviderConfig, { place }: Pick<Configuration, 'place'>): ProviderFindings {
  const list: Finding[] = []
  const secrets = secretsOf(config)
  return {
    list,
    add(check, ...remarks) {
      for (const { level, check: own, message, fix, about = [] } of remarks) {
        const key = about.find((path) => isWritten(config, path)) ?? ['name']
        list.push({
          level,
          check: own ?? check,
          provider: config.name,
          message: shown(message, secrets),
          ...(fix !== undefined && { fix }),
          ...place(config.name, key),
        })
      }
    },
  }
}

function isWritten(config: ProviderConfig, path: readonly string[]): boolean {
  let part: unknown = config
  for (const key of path) {
    if (!isHash(part) || !Object.hasOwn(part, key)) return false
    part = part[key]
  }
  return true
}

/** One line without control characters and secrets. A provider may repeat the secret that it received. */
function shown(message: string, secrets: readonly string[]): string {
  const hidden = secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), message)
  return hidden.replace(/\p{C}+/gu, ' ')
}

/** Shorter texts are not secrets. Hiding them would remove words from the messages. */
const minLength = 6

function secretsOf(part: unknown, key = ''): string[] {
  if (typeof part === 'string') return /secret|key|password|cert/i.test(key) && part.length >= minLength ? [part] : []
  if (Array.isArray(part)) return part.flatMap((item) => secretsOf(item, key))
  return isHash(part) ? Object.entries(part).flatMap(([name, value]) => secretsOf(value, name)) : []
}
