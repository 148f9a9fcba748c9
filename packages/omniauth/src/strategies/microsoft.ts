import type { AuthInfo, JsonObject } from '#core/auth-hash'
import { blankUid } from '#core/failure'
import { type Findings, newFindings, problemFree } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import type { Strategy } from '#core/strategy'
import { readClient, readUrl, refuse } from './oauth2/options.ts'
import { postClient } from './openid/client.ts'
import { type OpenIdRequestOptions, openBlock, readRequestOptions } from './openid/options.ts'
import { infoFrom, type OpenIdPerson } from './openid/provider.ts'
import { openidStrategy } from './openid/strategy.ts'

export interface MicrosoftOptions extends OpenIdRequestOptions {
  readonly clientId: string
  readonly clientSecret: string
  readonly tenant: string
  /** The address of the cloud: https://login.microsoftonline.com, or that of a national cloud. */
  readonly base: string
}

const params = ['prompt', 'login_hint', 'domain_hint']
const refused: Readonly<Record<string, string>> = {
  adfs: 'is not supported: use openid_connect with the issuer of the AD FS server',
  custom_policy: 'is not supported: use openid_connect with the issuer of the B2C policy',
  tenant_name: 'is not supported: use openid_connect with the issuer of the B2C policy',
}

/**
 * Reads the options of omniauth-azure-activedirectory-v2 (GitLab's `azure_activedirectory_v2`): `tenant_id`, and
 * `base_azure_url` for a national cloud.
 */
export function readMicrosoftOptions(config: ProviderConfig, findings: Findings): MicrosoftOptions {
  const { provider, args } = openBlock(config, findings, {
    args: [...params, 'tenant_id', 'base_azure_url', ...Object.keys(refused)],
    clientOptions: [],
  })
  refuse(args, refused)
  const tenant = args.text('tenant_id') ?? 'common'
  if (!/^[A-Za-z\d][A-Za-z\d.-]*$/.test(tenant))
    args.problem('tenant_id', 'is not a tenant: expected its id, a domain, or one of common, organizations, consumers')
  return {
    ...readClient(provider, args),
    ...readRequestOptions(args, {
      scope: 'openid profile email',
      options: params,
      fromRequest: ['login_hint', 'domain_hint'],
      addsOpenId: true,
    }),
    tenant,
    base: (readUrl(args, 'base_azure_url') ?? 'https://login.microsoftonline.com').replace(/\/$/, ''),
  }
}

/**
 * Microsoft Entra ID, by OpenID Connect. The uid is the `oid`, which is the same for all applications of a tenant.
 *
 * The administrator of a tenant can give its users any email address. An address counts as verified only if Microsoft
 * says that the tenant owns its domain (`xms_edov`, an optional claim).
 * @see https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference
 */
export function microsoft(config: ProviderConfig): Strategy {
  const findings = newFindings()
  const options = readMicrosoftOptions(config, findings)
  problemFree(findings)
  const { clientId, clientSecret, tenant, base, ...request } = options
  const issuer = `${base}/${tenant}/v2.0`
  const anyTenant = (found: string) => found.startsWith(`${base}/`) && found.endsWith('/v2.0')
  return openidStrategy({
    config,
    warnings: findings.warnings.map((warning) => warning.message),
    client: postClient(clientId, clientSecret),
    // For a tenant domain, discovery answers with the tenant's id. For common and organizations, it answers with a
    // template.
    source: { issuer, discovery: true, metadata: {}, acceptsIssuer: anyTenant },
    ...request,
    tokenParams: {},
    userInfo: 'header',
    issuerOf: (claims) => tenantIssuer(claims, { base, tenant }),
    keyServes,
    uidOf,
    infoOf,
  })
}

const tenantId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
/**
 * The tenant of all personal accounts.
 * @see https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference
 */
const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad'

/**
 * The issuer that a token must name when people of many tenants can sign in. Undefined for a single tenant: discovery
 * names its issuer. Also undefined for a token of a tenant that may not sign in: its issuer then differs from the one
 * of discovery.
 */
function tenantIssuer({ tid }: JsonObject, { base, tenant }: { base: string; tenant: string }): string | undefined {
  if (typeof tid !== 'string' || !tenantId.test(tid)) return undefined
  const isPersonal = tid.toLowerCase() === consumers
  const isAllowed = tenant === 'common' || (tenant === 'organizations' && !isPersonal)
  return isAllowed ? `${base}/${tid}/v2.0` : undefined
}

/**
 * A key can name the issuer that it signs for: one tenant, or all tenants by a template. Microsoft publishes the keys
 * of personal accounts in the same document as those of companies.
 * @see https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#validate-the-issuer
 */
function keyServes({ issuer }: JsonObject, { iss, tid }: JsonObject): boolean {
  if (issuer === undefined) return true
  return typeof issuer === 'string' && issuer.replace('{tenantid}', () => String(tid)) === iss
}

function uidOf({ claims }: OpenIdPerson): string {
  const { oid } = claims
  if (typeof oid !== 'string' || oid.trim() === '') throw blankUid('The ID token has no oid')
  return oid
}

const named = infoFrom({
  name: 'name',
  email: 'email',
  nickname: 'preferred_username',
  first_name: 'given_name',
  last_name: 'family_name',
})

function infoOf(person: OpenIdPerson): AuthInfo {
  const { claims, document } = person
  const info = { ...named({ ...person, document: { ...document, ...claims } }) }
  const owned = [true, 1, '1', 'true'].some((value) => value === claims['xms_edov'])
  // The claim is about the address in the ID token. The user info document may have another one.
  return { ...info, email_verified: owned && typeof claims['email'] === 'string' }
}
