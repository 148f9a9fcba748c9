import type * as Aws from '@aws-sdk/client-cognito-identity-provider'
import { ConfigurationError } from '#core/configuration-error'
import type { AppClient } from './checks/app-client.ts'

export interface AwsAccess {
  /** A profile of the shared AWS configuration. */
  readonly profile: string
  readonly region?: string
  /** The API's address, when it is not AWS. */
  readonly endpoint?: string
}

/** What a provider's block says about the user pool. */
export interface PoolHints {
  readonly clientId: string
  readonly userPoolId: string | undefined
  /** An address on the pool's domain. */
  readonly site: string | undefined
}

/** Describes an app client. undefined when no accessible pool has it. Throws the SDK's errors. */
export type AskAws = (hints: PoolHints) => Promise<AppClient | undefined>

/** The number of pools to search for a client id when the block does not name the pool. */
const maxPools = 60

/** Asks the Cognito API, with the AWS SDK that the application has installed. */
export async function askAws(access: AwsAccess): Promise<AskAws> {
  const sdk = await loadSdk()
  return async (hints) => {
    const region = access.region ?? regionOf(hints)
    const client = new sdk.CognitoIdentityProviderClient({
      profile: access.profile,
      maxAttempts: 2,
      ...(region !== undefined && { region }),
      ...(access.endpoint !== undefined && { endpoint: access.endpoint }),
    })
    try {
      const poolIds = await candidates({ sdk, client }, hints)
      for (const poolId of poolIds) {
        const found = await describe({ sdk, client }, { poolId, clientId: hints.clientId })
        if (found !== undefined) return found
      }
      return undefined
    } finally {
      client.destroy()
    }
  }
}

interface Api {
  readonly sdk: typeof Aws
  readonly client: Aws.CognitoIdentityProviderClient
}

const withinTime = () => ({ abortSignal: AbortSignal.timeout(10_000) })

/** The pool that the block names, else the pool of its domain, else all pools. */
async function candidates({ sdk, client }: Api, { userPoolId, site }: PoolHints): Promise<string[]> {
  if (userPoolId !== undefined) return [userPoolId]
  const host = site !== undefined && URL.canParse(site) ? new URL(site).hostname : undefined
  // The API identifies AWS's domains by their prefix, and custom domains by their whole name.
  for (const domain of host === undefined ? [] : [host.split('.auth.', 1).join(''), host]) {
    const poolId = await poolOfDomain({ sdk, client }, domain)
    if (poolId !== undefined) return [poolId]
  }
  const { UserPools = [] } = await client.send(new sdk.ListUserPoolsCommand({ MaxResults: maxPools }), withinTime())
  return UserPools.flatMap(({ Id }) => (Id === undefined ? [] : [Id]))
}

async function poolOfDomain({ sdk, client }: Api, domain: string): Promise<string | undefined> {
  try {
    const answer = await client.send(new sdk.DescribeUserPoolDomainCommand({ Domain: domain }), withinTime())
    return answer.DomainDescription?.UserPoolId
  } catch (thrown) {
    if (isNamed(thrown, ['ResourceNotFoundException', 'InvalidParameterException'])) return undefined
    throw thrown
  }
}

async function describe(
  { sdk, client }: Api,
  { poolId, clientId }: { poolId: string; clientId: string },
): Promise<AppClient | undefined> {
  try {
    const command = new sdk.DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId })
    const { UserPoolClient: found } = await client.send(command, withinTime())
    return (
      found && {
        clientSecret: found.ClientSecret,
        callbackUrls: found.CallbackURLs ?? [],
        flows: found.AllowedOAuthFlows ?? [],
        scopes: found.AllowedOAuthScopes ?? [],
        identityProviders: found.SupportedIdentityProviders ?? [],
        isOauthOn: found.AllowedOAuthFlowsUserPoolClient === true,
      }
    )
  } catch (thrown) {
    if (isNamed(thrown, ['ResourceNotFoundException', 'InvalidParameterException'])) return undefined
    throw thrown
  }
}

function isNamed(thrown: unknown, names: readonly string[]): boolean {
  return thrown instanceof Error && names.includes(thrown.name)
}

/** AWS's pool ids and domains contain the region. */
function regionOf({ userPoolId, site }: PoolHints): string | undefined {
  return (
    /^([a-z]{2}(?:-[a-z]+)+-\d)_/.exec(userPoolId ?? '')?.[1] ??
    /\.auth\.([a-z\d-]+)\.amazoncognito\.com/.exec(site ?? '')?.[1]
  )
}

async function loadSdk(): Promise<typeof Aws> {
  try {
    return await import('@aws-sdk/client-cognito-identity-provider')
  } catch (thrown) {
    const message = '--aws-profile needs the AWS SDK: npm i @aws-sdk/client-cognito-identity-provider'
    throw new ConfigurationError([{ message }], { cause: thrown })
  }
}
