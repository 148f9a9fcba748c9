import {
  describe,
  type Findings,
  isHash,
  newFindings,
  type OptionsReader,
  optionsReader,
  problemFree,
} from '#options-reader'
import type { ProviderConfig } from '#provider-config'
import type { Strategy } from '#strategy'
import { type StrategyKind, strategyKinds } from './strategy-kinds.ts'

const providerKeys = ['name', 'label', 'icon', 'app_id', 'app_secret', 'args']

/** Builds the strategies of a list of provider hashes, or of strategies that are already built. Throws all problems at once. */
export function buildStrategies(providers: readonly (ProviderConfig | Strategy)[]): Strategy[] {
  const findings = newFindings()
  const names = nameCheck(findings, providers)
  const builders = providers.map((provider, index) => {
    if ('requestPhase' in provider) {
      names(provider.name, index)
      return () => provider
    }
    const checked = checkProvider(provider, { list: providers, index, findings })
    if (checked !== undefined) names(checked.config.name, index)
    return () => checked?.kind.build(checked.config)
  })
  problemFree(findings)
  return builders.map((build) => build()).filter((strategy) => strategy !== undefined)
}

/** Checks a list of provider hashes as a file has them; what is wrong goes to `findings`. */
export function checkProviders(list: unknown, findings: Findings): ProviderConfig[] {
  if (!Array.isArray(list)) {
    findings.problems.push({ message: `the providers are ${describe(list)}: expected a list of provider hashes` })
    return []
  }
  const names = nameCheck(findings, list)
  return list.flatMap((item: unknown, index) => {
    const checked = checkProvider(item, { list, index, findings })
    if (checked === undefined) return []
    names(checked.config.name, index)
    checked.kind.read(checked.config, findings)
    return [checked.config]
  })
}

interface ListPlace {
  readonly list: readonly unknown[]
  readonly index: number
  readonly findings: Findings
}

function checkProvider(
  item: unknown,
  { list, index, findings }: ListPlace,
): { config: ProviderConfig; kind: StrategyKind } | undefined {
  if (!isHash(item)) {
    const place = findings.place(list, index)
    findings.problems.push({ message: `providers[${index}] is ${describe(item)}: expected a provider hash`, ...place })
    return undefined
  }
  const name = typeof item['name'] === 'string' ? item['name'] : undefined
  const reader = optionsReader(item, name || `providers[${index}]`, findings)
  reader.onlyKnown(providerKeys)
  const before = findings.problems.length
  checkName(reader, name)
  for (const key of ['label', 'icon']) reader.text(key)
  const args = reader.hash('args')
  const innerName = args.text('name')
  if (innerName !== undefined && innerName !== name) args.problem('name', `differs from the provider's name ${name}`)
  const kind = name === undefined ? undefined : kindOf(name, args)
  const usable = kind !== undefined && findings.problems.length === before && isProviderConfig(item)
  return usable ? { config: item, kind } : undefined
}

function checkName(reader: OptionsReader, name: string | undefined): void {
  if (name === undefined || name === '')
    reader.problem('name', 'is missing: expected the text that stands in the URL, such as cognito')
  else if (!/^[A-Za-z0-9][\w-]*$/.test(name))
    reader.problem('name', 'is not fit for a URL: expected letters, digits, _ and -')
  else if (name.toLowerCase() === 'failure') reader.problem('name', 'is taken: the failure page has this path')
}

/** Checked above, member by member. */
function isProviderConfig(item: object): item is ProviderConfig {
  return 'name' in item && typeof item.name === 'string'
}

/** By `args.strategy_class`, under Ruby's names and under ours; without one by the provider's name. */
function kindOf(name: string, args: OptionsReader): StrategyKind | undefined {
  const strategyClass = args.text('strategy_class')
  const kind = strategyKinds.find(({ classes, names }) =>
    strategyClass === undefined ? names.includes(name) : classes.includes(strategyClass),
  )
  if (kind === undefined) {
    const known = strategyKinds.flatMap(({ classes }) => classes).join(', ')
    args.problem(
      'strategy_class',
      `${strategyClass === undefined ? 'is missing' : 'is not a strategy that there is'}: expected one of ${known}`,
    )
  }
  return kind
}

/** Two providers of one name would share their paths and identities. */
function nameCheck(findings: Findings, list: readonly unknown[]): (name: string, index: number) => void {
  const seen = new Set<string>()
  return (name, index) => {
    if (seen.has(name.toLowerCase())) {
      findings.problems.push({
        message: `${name} stands in the list twice: expected each name once`,
        ...findings.place(list, index),
      })
    }
    seen.add(name.toLowerCase())
  }
}
