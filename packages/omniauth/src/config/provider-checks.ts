import { readMounting } from '#core/mounting'
import { describe, type Findings, isHash, type OptionsReader, optionsReader } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import type { Mounting } from '#core/strategy'
import { checkKeys, type NormalHash, normalHash, withDefaults } from './provider-hash.ts'
import { type StrategyKind, strategyKinds } from './strategy-kinds.ts'

export interface ProviderChecks {
  readonly findings: Findings
  /** The setting with this name. It is the default of every SAML provider. */
  readonly samlMessageMaxByteSize?: number
}

/** Checks the provider hashes of a file and converts them to one form. Problems go to `findings`. */
export function checkProviders(list: readonly unknown[], checks: ProviderChecks): ProviderConfig[] {
  const names = nameCheck(checks.findings, list)
  return list.flatMap((item: unknown, index) => {
    const checked = checkProvider(item, { list, index, ...checks })
    if (checked === undefined) return []
    names(checked.config.name, index)
    checked.kind.read(checked.config, checked.findings)
    return [checked.config]
  })
}

interface ListPlace extends ProviderChecks {
  readonly list: readonly unknown[]
  readonly index: number
}

/** A provider hash in the form that its strategy reads. */
export interface CheckedProvider {
  readonly config: ProviderConfig
  readonly kind: StrategyKind
  readonly mounting: Mounting
  readonly findings: Findings
}

export function checkProvider(item: unknown, { list, index, ...checks }: ListPlace): CheckedProvider | undefined {
  if (!isHash(item)) {
    const place = checks.findings.place(list, index)
    const message = `providers[${index}] is ${describe(item)}: expected a provider hash`
    checks.findings.problems.push({ message, ...place })
    return undefined
  }
  if (isSecretReference(item)) {
    const message = `providers[${index}] names a Kubernetes secret, which the reader can not open: write the provider hash of the secret here`
    checks.findings.problems.push({ message, ...checks.findings.place(item, 'secret') })
    return undefined
  }
  const before = checks.findings.problems.length
  const name = typeof item['name'] === 'string' ? item['name'] : undefined
  const path = name || `providers[${index}]`
  const given = optionsReader(item, path, checks.findings)
  checkName(given, name)
  const normal = normalHash(item, { path, findings: checks.findings })
  const reader = optionsReader(normal.hash, path, normal.findings)
  for (const key of ['label', 'icon', 'gitlab_username_claim']) reader.text(key)
  const args = reader.hash('args')
  const innerName = args.text('name')
  if (innerName !== undefined && innerName !== name) args.problem('name', `differs from the provider's name ${name}`)
  const kind = name === undefined ? undefined : kindOf(name, args)
  checkKeys(given, kind)
  const setup = reader.value('setup')
  if (setup !== undefined && typeof setup !== 'function')
    reader.problem('setup', `is ${describe(setup)}: expected a function of the request`)
  const checked = kind && withKind(withDefaults(normal, { kind, ...checks }), kind)
  return checks.findings.problems.length === before ? checked : undefined
}

/**
 * Whether a hash is the reference to a Kubernetes secret that GitLab's Helm chart allows instead of a provider hash.
 */
function isSecretReference(item: object): boolean {
  return Object.hasOwn(item, 'secret') && !Object.hasOwn(item, 'name')
}

function withKind({ hash, findings }: NormalHash, kind: StrategyKind): CheckedProvider | undefined {
  return isProviderConfig(hash) ? { config: hash, kind, mounting: readMounting(hash, findings), findings } : undefined
}

function checkName(reader: OptionsReader, name: string | undefined): void {
  if (name === undefined || name === '')
    reader.problem('name', 'is missing: expected the name for the URL, such as cognito')
  else if (!/^[A-Za-z0-9][\w-]*$/.test(name))
    reader.problem('name', 'is not valid in a URL: expected letters, digits, _ and -')
  else if (name.toLowerCase() === 'failure')
    reader.problem('name', 'is reserved for the failure page: choose another name')
}

/** `checkProvider` has checked each member before. */
function isProviderConfig(item: object): item is ProviderConfig {
  return 'name' in item && typeof item.name === 'string'
}

/** The strategy of this class. Without a class, the strategy with the provider's name. */
export function findKind(name: string, strategyClass: unknown): StrategyKind | undefined {
  return strategyKinds.find(({ classes, names }) =>
    strategyClass === undefined ? names.includes(name) : classes.some((one) => one === strategyClass),
  )
}

/** By `args.strategy_class`, which may be Ruby's name or ours. Without it, by the provider's name. */
function kindOf(name: string, args: OptionsReader): StrategyKind | undefined {
  const strategyClass = args.text('strategy_class')
  const kind = findKind(name, strategyClass)
  if (kind === undefined) {
    const known = strategyKinds.flatMap(({ classes }) => classes).join(', ')
    args.problem(
      'strategy_class',
      `${strategyClass === undefined ? 'is missing' : 'is not a known strategy'}: expected one of ${known}`,
    )
  }
  return kind
}

/** Two providers with the same name would share their paths and identities. */
export function nameCheck(findings: Findings, list: readonly unknown[]): (name: string, index: number) => void {
  const seen = new Set<string>()
  return (name, index) => {
    if (seen.has(name.toLowerCase())) {
      findings.problems.push({
        message: `${name} is in the list twice: expected each name once. Give the second provider another name, and strategy_class in args`,
        ...findings.place(list, index),
      })
    }
    seen.add(name.toLowerCase())
  }
}
