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
import { type Chart, chartOf } from './chart.ts'
import { judgeAppClient } from './checks/app-client.ts'
import { checkAuthorize } from './checks/authorize.ts'
import { checkClock } from './checks/clock.ts'
import { checkKeys } from './checks/keys.ts'
import { checkMapping } from './checks/mapping.ts'
import { addressesOf, checkReach } from './checks/reach.ts'
import { checkSecret } from './checks/secret.ts'
import { checkSigningCertificates } from './checks/signing-certificates.ts'
import { checkUserInfo } from './checks/user-info.ts'
import { checkWayBack } from './checks/way-back.ts'
import type { Check, Finding, Remark } from './finding.ts'
import { blockKeys, type Patient } from './patient.ts'
import { type Probe, ProbeFailure } from './probe.ts'

/** What the doctor works with. */
export interface DoctorServices {
  readonly probe: Probe
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Asks the provider's own API about the app client; absent: it is not asked. */
  readonly askAws?: AskAws
}

export interface Application {
  /** How people reach the application, a path that it is mounted at included. */
  readonly url: URL
  /** Where OmniAuth's paths lie, such as `/users/auth`. */
  readonly pathPrefix: string
}

/** Examines every provider of a configuration against the running provider. Nobody signs in, and nothing is changed. */
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
    findings.push({ level: 'warning', check: 'file', message: 'enabled is false: nobody sees a button' })
  const examined = settings.providers.map((config) => examineProvider(services, { config, configuration, application }))
  return [...findings, ...(await Promise.all(examined)).flat()]
}

async function examineProvider(
  services: DoctorServices,
  of: { config: ProviderConfig; configuration: Configuration; application: Application },
): Promise<Finding[]> {
  const { config, configuration, application } = of
  const chart = chartOf(config, configuration)
  const [provider] = buildProviders([config])
  if (provider === undefined) return chart.findings
  const { strategy } = provider
  const strategyServices: StrategyServices = {
    http: providerHttp(),
    clock: services.clock,
    randomBytes,
    singleUse: singleUseMemory(services.clock),
  }
  const facts = await factsOf(strategy, { chart, config, services, strategyServices })
  if (facts === undefined) return chart.findings
  if (facts.protocol === 'none') {
    chart.note('reach', { level: 'warning', message: 'this strategy asks no provider: it is for development only' })
    return chart.findings
  }
  const reach = await checkReach(services, addressesOf(facts))
  chart.note('reach', ...reach)
  if (reach.some(({ level }) => level === 'problem')) return chart.findings
  const servedUrl = callbackUrlOf(strategy, application)
  const callbackUrl = facts.redirectUrl ?? servedUrl
  await examinePatient(
    { ...services, chart },
    { config, strategy, facts, callbackUrl, servedUrl, probe: services.probe, services: strategyServices },
  )
  return chart.findings
}

/** Each check by itself: one that fails does not keep the others from being made. */
async function examinePatient({ chart, askAws }: { chart: Chart; askAws?: AskAws }, patient: Patient): Promise<void> {
  const checks: [Check, () => Promise<Remark | Remark[] | undefined>][] = [
    ['clock', () => checkClock(patient)],
    ['authorize', () => checkAuthorize(patient)],
    ['callback', async () => checkWayBack(patient)],
    ['certificates', async () => checkSigningCertificates(patient)],
    ['secret', () => checkSecret(patient)],
    ['user-info', () => checkUserInfo(patient)],
    ['keys', () => checkKeys(patient)],
    ['mapping', async () => checkMapping(patient)],
    ['app-client', async () => askAws && checkAppClient(askAws, patient)],
  ]
  const remarks = await Promise.all(checks.map(async ([check, make]) => [check, await attempt(make)] as const))
  for (const [check, found] of remarks) chart.note(check, ...found)
}

async function attempt(make: () => Promise<Remark | Remark[] | undefined>): Promise<Remark[]> {
  try {
    return [(await make()) ?? []].flat()
  } catch (thrown) {
    return [{ level: 'problem', message: `this could not be looked at: ${reasonOf(thrown)}` }]
  }
}

async function factsOf(
  strategy: Strategy,
  of: { chart: Chart; config: ProviderConfig; services: DoctorServices; strategyServices: StrategyServices },
): Promise<Patient['facts'] | undefined> {
  const { chart, config, services, strategyServices } = of
  const about = [blockKeys.issuer, blockKeys.userPoolId, blockKeys.site]
  try {
    const facts = await strategy.facts?.(strategyServices)
    if (facts === undefined)
      chart.note('discovery', { level: 'unseen', message: 'this strategy tells nothing that could be looked at' })
    if (facts?.issuer !== undefined)
      chart.note('discovery', { level: 'ok', message: `the issuer ${facts.issuer} describes itself`, about })
    return facts
  } catch (thrown) {
    const written = [config.args?.['issuer']].filter((url) => typeof url === 'string')
    const reach = await checkReach(services, written)
    chart.note('reach', ...reach)
    if (!reach.some(({ level }) => level === 'problem')) {
      chart.note('discovery', {
        level: 'problem',
        message: reasonOf(thrown),
        fix: 'compare the issuer with the provider',
        about,
      })
    }
    return undefined
  }
}

async function checkAppClient(askAws: AskAws, { config, facts, callbackUrl }: Patient): Promise<Remark[]> {
  const about = [blockKeys.clientId]
  const { clientId } = facts
  if (clientId === undefined) return []
  const poolId = config.args?.['user_pool_id'] ?? /\/([\w-]+_[A-Za-z\d]+)$/.exec(facts.issuer ?? '')?.[1]
  const site = facts.authorizeUrl
  try {
    const client = await askAws({ clientId, userPoolId: typeof poolId === 'string' ? poolId : undefined, site })
    if (client !== undefined) return judgeAppClient(client, { facts, callbackUrl })
    const message = 'no user pool that the profile can see has this app client'
    return [
      { level: 'problem', message, fix: 'copy the client id again; compare profile, --region and --endpoint', about },
    ]
  } catch (thrown) {
    const fix = 'compare the profile, --region and --endpoint'
    return [{ level: 'warning', message: `the app client could not be asked for: ${awsReason(thrown)}`, fix, about }]
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
  return thrown instanceof Error ? `${thrown.name} (a fault of the doctor's own)` : 'unknown'
}
