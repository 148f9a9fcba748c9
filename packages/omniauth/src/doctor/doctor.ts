import type { Configuration } from '#config/configuration'
import { buildProviders } from '#config/providers'
import { randomBytes } from '#core/encoding'
import { OmniauthError } from '#core/failure'
import { pathsOf } from '#core/paths'
import type { ProviderConfig } from '#core/provider-config'
import { providerHttp } from '#core/provider-http'
import { singleUseMemory } from '#core/single-use'
import type { Strategy, StrategyServices } from '#core/strategy'
import type { AskAws } from './ask-aws.ts'
import { judgeAppClient } from './checks/app-client.ts'
import { checkAuthorize } from './checks/authorize.ts'
import { checkCallbackAddress } from './checks/callback-address.ts'
import { checkClock } from './checks/clock.ts'
import { checkKeys } from './checks/keys.ts'
import { checkMapping } from './checks/mapping.ts'
import { addressesOf, checkReach } from './checks/reach.ts'
import { checkSecret } from './checks/secret.ts'
import { checkSigningCertificates } from './checks/signing-certificates.ts'
import { checkUserInfo } from './checks/user-info.ts'
import { blockKeys, type ExaminedProvider } from './examined-provider.ts'
import type { Check, Finding, Remark } from './finding.ts'
import { type Probe, ProbeFailure } from './probe.ts'
import { type ProviderFindings, providerFindings } from './provider-findings.ts'

/** The services that the doctor needs. */
export interface DoctorServices {
  readonly probe: Probe
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Asks the Cognito API about the app client. Without it, the doctor skips that check. */
  readonly askAws?: AskAws
}

export interface Application {
  /** The application's address, with the path at which it is mounted. */
  readonly url: URL
  /** The prefix of OmniAuth's paths, such as `/users/auth`. */
  readonly pathPrefix: string
}

/** Checks each provider of a configuration against the running provider. It signs in no user and changes nothing. */
export async function examine(
  services: DoctorServices,
  { configuration, application }: { configuration: Configuration; application: Application },
): Promise<Finding[]> {
  const { settings, notices } = configuration
  const count = settings.providers.length
  const findings: Finding[] = [
    {
      level: 'ok',
      check: 'file',
      message: `the configuration was read: ${count} ${count === 1 ? 'provider' : 'providers'}`,
    },
    ...notices.map((notice): Finding => ({ level: 'warning', check: 'file', ...notice })),
  ]
  if (!settings.enabled)
    findings.push({
      level: 'warning',
      check: 'file',
      message: 'enabled is false: users see no provider button',
      fix: 'set it to true',
    })
  const examined = settings.providers.map((config) => examineProvider(services, { config, configuration, application }))
  return [...findings, ...(await Promise.all(examined)).flat()]
}

async function examineProvider(
  services: DoctorServices,
  of: { config: ProviderConfig; configuration: Configuration; application: Application },
): Promise<Finding[]> {
  const { config, configuration, application } = of
  const findings = providerFindings(config, configuration)
  const [provider] = buildProviders([config])
  if (provider === undefined) return findings.list
  const { strategy } = provider
  const strategyServices: StrategyServices = {
    http: providerHttp(),
    clock: services.clock,
    randomBytes,
    singleUse: singleUseMemory(services.clock),
  }
  const facts = await factsOf(strategy, { findings, config, services, strategyServices })
  if (facts === undefined) return findings.list
  if (facts.protocol === 'none') {
    findings.add('reach', {
      level: 'warning',
      message: 'this strategy has no provider to check: it is only for development',
    })
    return findings.list
  }
  const reach = await checkReach(services, addressesOf(facts))
  findings.add('reach', ...reach)
  if (reach.some(({ level }) => level === 'problem')) return findings.list
  const servedUrl = callbackUrlOf(strategy, application)
  const callbackUrl = facts.redirectUrl ?? servedUrl
  await runChecks(
    { ...services, findings },
    { config, strategy, facts, callbackUrl, servedUrl, probe: services.probe, services: strategyServices },
  )
  return findings.list
}

/** Runs all checks. A check that fails does not prevent the others. */
async function runChecks(
  { findings, askAws }: { findings: ProviderFindings; askAws?: AskAws },
  provider: ExaminedProvider,
): Promise<void> {
  const checks: [Check, () => Promise<Remark | Remark[] | undefined>][] = [
    ['clock', () => checkClock(provider)],
    ['authorize', () => checkAuthorize(provider)],
    ['callback', async () => checkCallbackAddress(provider)],
    ['certificates', async () => checkSigningCertificates(provider)],
    ['secret', () => checkSecret(provider)],
    ['user-info', () => checkUserInfo(provider)],
    ['keys', () => checkKeys(provider)],
    ['mapping', async () => checkMapping(provider)],
    ['app-client', async () => askAws && checkAppClient(askAws, provider)],
  ]
  const remarks = await Promise.all(checks.map(async ([check, make]) => [check, await attempt(make)] as const))
  for (const [check, found] of remarks) findings.add(check, ...found)
}

async function attempt(make: () => Promise<Remark | Remark[] | undefined>): Promise<Remark[]> {
  try {
    return [(await make()) ?? []].flat()
  } catch (thrown) {
    return [{ level: 'problem', message: `this check failed: ${reasonOf(thrown)}` }]
  }
}

async function factsOf(
  strategy: Strategy,
  of: {
    findings: ProviderFindings
    config: ProviderConfig
    services: DoctorServices
    strategyServices: StrategyServices
  },
): Promise<ExaminedProvider['facts'] | undefined> {
  const { findings, config, services, strategyServices } = of
  const about = [blockKeys.issuer, blockKeys.userPoolId, blockKeys.site]
  try {
    const facts = await strategy.facts?.(strategyServices)
    if (facts === undefined)
      findings.add('discovery', { level: 'unseen', message: 'this strategy names no addresses to check' })
    if (facts?.issuer !== undefined)
      findings.add('discovery', {
        level: 'ok',
        message: `the discovery document of the issuer ${facts.issuer} is valid`,
        about,
      })
    return facts
  } catch (thrown) {
    const written = [config.args?.['issuer']].filter((url) => typeof url === 'string')
    const reach = await checkReach(services, written)
    findings.add('reach', ...reach)
    if (!reach.some(({ level }) => level === 'problem')) {
      findings.add('discovery', {
        level: 'problem',
        message: reasonOf(thrown),
        fix: 'set issuer to exactly the value that the provider gives',
        about,
      })
    }
    return undefined
  }
}

async function checkAppClient(askAws: AskAws, { config, facts, callbackUrl }: ExaminedProvider): Promise<Remark[]> {
  const about = [blockKeys.clientId]
  const { clientId } = facts
  if (clientId === undefined) return []
  const poolId = config.args?.['user_pool_id'] ?? /\/([\w-]+_[A-Za-z\d]+)$/.exec(facts.issuer ?? '')?.[1]
  const site = facts.authorizeUrl
  try {
    const client = await askAws({ clientId, userPoolId: typeof poolId === 'string' ? poolId : undefined, site })
    if (client !== undefined) return judgeAppClient(client, { facts, callbackUrl })
    const message = 'no user pool that the profile can read has this app client'
    return [
      {
        level: 'problem',
        message,
        fix: 'copy the client id again, and check --aws-profile, --region and --endpoint',
        about,
      },
    ]
  } catch (thrown) {
    const fix = 'check --aws-profile, --region and --endpoint'
    return [{ level: 'warning', message: `the app client could not be read: ${awsReason(thrown)}`, fix, about }]
  }
}

function awsReason(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : 'unknown'
}

function callbackUrlOf(strategy: Strategy, { url, pathPrefix }: Application): string {
  const basePath = url.pathname.replace(/\/$/, '')
  const paths = pathsOf({ fullHost: url.origin, pathPrefix, ...(basePath !== '' && { basePath }) })
  return paths.callbackUrl(strategy, new Request(url))
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof OmniauthError || thrown instanceof ProbeFailure) return thrown.message
  return thrown instanceof Error ? `${thrown.name} (a fault in the doctor: please report it)` : 'unknown'
}
