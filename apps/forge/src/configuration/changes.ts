import type { OmniauthSettings, ProviderConfig } from '@poolhouse/omniauth'
import { settingRows, valueText } from './setting-rows.ts'

/**
 * The differences between two configurations, one line each. A line of a setting has both values. A line of a provider has
 * only the names of the keys, because some values are secrets.
 */
export function configurationChanges(before: OmniauthSettings, after: OmniauthSettings): string[] {
  const settings = settingRows.flatMap(({ setting, read }) => {
    const [old, next] = [valueText(read(before)), valueText(read(after))]
    return old === next ? [] : [`${setting}: ${old} → ${next}`]
  })
  return [...providerChanges(before.providers, after.providers), ...settings]
}

function providerChanges(before: readonly ProviderConfig[], after: readonly ProviderConfig[]): string[] {
  const named = (list: readonly ProviderConfig[], name: string) => list.find((provider) => provider.name === name)
  const kept = after.filter(({ name }) => named(before, name) !== undefined)
  const order = before.filter(({ name }) => named(after, name) !== undefined).map(({ name }) => name)
  return [
    ...after.filter(({ name }) => named(before, name) === undefined).map(({ name }) => `provider ${name}: added`),
    ...before.filter(({ name }) => named(after, name) === undefined).map(({ name }) => `provider ${name}: removed`),
    ...kept.flatMap((provider) => {
      const keys = differences(named(before, provider.name), provider)
      return keys.length === 0 ? [] : [`provider ${provider.name}: changed ${keys.join(', ')}`]
    }),
    ...(kept.some(({ name }, index) => name !== order[index])
      ? [`order of the providers: ${after.map(({ name }) => name).join(', ')}`]
      : []),
  ]
}

/** The keys whose values differ, such as `args.client_options.site`. */
function differences(before: unknown, after: unknown, path: readonly string[] = []): string[] {
  if (!isHash(before) || !isHash(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [path.join('.')]
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys.flatMap((key) => differences(before[key], after[key], [...path, key]))
}

function isHash(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
