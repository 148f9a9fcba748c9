import type { Configuration } from '#config/configuration'
import { isHash } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import type { Check, Finding, Remark } from './finding.ts'

/** The findings of one provider. Remarks get their place in the file here, and lose what must not be shown. */
export interface Chart {
  readonly findings: Finding[]
  note(check: Check, ...remarks: readonly Remark[]): void
}

export function chartOf(config: ProviderConfig, { place }: Pick<Configuration, 'place'>): Chart {
  const findings: Finding[] = []
  const secrets = secretsOf(config)
  return {
    findings,
    note(check, ...remarks) {
      for (const { level, check: own, message, fix, about = [] } of remarks) {
        const key = about.find((path) => isWritten(config, path)) ?? ['name']
        findings.push({
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

/** One line without control characters, in which no secret stands: a provider may repeat what it was sent. */
function shown(message: string, secrets: readonly string[]): string {
  const hidden = secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), message)
  return hidden.replace(/\p{C}+/gu, ' ')
}

/** Shorter ones would take words out of the messages, and are no secrets. */
const minLength = 6

function secretsOf(part: unknown, key = ''): string[] {
  if (typeof part === 'string') return /secret|key|password|cert/i.test(key) && part.length >= minLength ? [part] : []
  if (Array.isArray(part)) return part.flatMap((item) => secretsOf(item, key))
  return isHash(part) ? Object.entries(part).flatMap(([name, value]) => secretsOf(value, name)) : []
}
