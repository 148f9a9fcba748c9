import {
  describe,
  type Findings,
  isHash,
  newFindings,
  type OptionsReader,
  optionsReader,
  problemFree,
} from '#options-reader'
import type { ProviderConfig, Setup } from '#provider-config'
import type { Mounting, Strategy } from '#strategy'
import { readMounting } from './mounting.ts'
import { type StrategyKind, strategyKinds } from './strategy-kinds.ts'
import { boundedMemory, isPlainData, mergeDeep } from './variants.ts'

const providerKeys = ['name', 'label', 'icon', 'app_id', 'app_secret', 'args', 'setup']

/** Finds the strategy for one request: most providers have one for all, those with a `setup` may have one of their own for each. */
export interface Provider {
  /** The strategy as it is configured. */
  readonly strategy: Strategy
  forRequest(phase: Parameters<Setup>[0]): Promise<Strategy>
}

/** Builds the strategies of a list of provider hashes, or of strategies that are already built. Throws all problems at once. */
export function buildProviders(providers: readonly (ProviderConfig | Strategy)[]): Provider[] {
  const findings = newFindings()
  const names = nameCheck(findings, providers)
  const builders = providers.map((provider, index) => {
    if ('requestPhase' in provider) {
      names(provider.name, index)
      return () => withoutSetup(provider)
    }
    const checked = checkProvider(provider, { list: providers, index, findings })
    if (checked !== undefined) names(checked.config.name, index)
    return () => checked && fromConfig(checked)
  })
  problemFree(findings)
  return builders.map((build) => build()).filter((provider) => provider !== undefined)
}

/** As `buildProviders`, for who has no requests: the strategies alone. */
export function buildStrategies(providers: readonly (ProviderConfig | Strategy)[]): Strategy[] {
  return buildProviders(providers).map(({ strategy }) => strategy)
}

function withoutSetup(strategy: Strategy): Provider {
  return { strategy, forRequest: async () => strategy }
}

function fromConfig({ config, kind, mounting }: CheckedProvider): Provider {
  const build = (changed: ProviderConfig): Strategy => ({ ...kind.build(changed), mounting })
  const strategy = build(config)
  const { setup } = config
  if (setup === undefined) return withoutSetup(strategy)
  const variants = boundedMemory<Strategy>(maxVariants)
  return {
    strategy,
    async forRequest(phase) {
      const changes = await setup(phase)
      if (changes === undefined) return strategy
      const changed = { ...config, args: mergeDeep(config.args ?? {}, changes) }
      // A value that is not plain data can't be told from another one: such a strategy is built for its request alone.
      const key = isPlainData(changes) ? JSON.stringify(changes) : undefined
      return key === undefined ? build(changed) : variants.get(key, () => build(changed))
    },
  }
}

/** More tenants than these are forgotten again, the oldest first; with them what they knew of their provider. */
const maxVariants = 100

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

interface CheckedProvider {
  readonly config: ProviderConfig
  readonly kind: StrategyKind
  readonly mounting: Mounting
}

function checkProvider(item: unknown, { list, index, findings }: ListPlace): CheckedProvider | undefined {
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
  const setup = reader.value('setup')
  if (setup !== undefined && typeof setup !== 'function')
    reader.problem('setup', `is ${describe(setup)}: expected a function of the request`)
  if (kind === undefined || !isProviderConfig(item)) return undefined
  const mounting = readMounting(item, findings)
  return findings.problems.length === before ? { config: item, kind, mounting } : undefined
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
