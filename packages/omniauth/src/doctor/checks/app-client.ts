import { constantTimeEqual } from '#core/encoding'
import type { ProviderFacts } from '#core/strategy'
import { blockKeys } from '../examined-provider.ts'
import type { Remark } from '../finding.ts'
import { nearMiss } from './near-miss.ts'

/** An app client as the API describes it. */
export interface AppClient {
  readonly clientSecret: string | undefined
  readonly callbackUrls: readonly string[]
  readonly flows: readonly string[]
  readonly scopes: readonly string[]
  readonly identityProviders: readonly string[]
  readonly isOauthOn: boolean
}

const { name, clientId, clientSecret, scope, authorizeParams, redirectUrl } = blockKeys

/**
 * Compares an app client with the provider's block. Both must match exactly.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html
 */
export function judgeAppClient(
  client: AppClient,
  { facts, callbackUrl }: { facts: ProviderFacts; callbackUrl: string },
): Remark[] {
  return [
    judgeCallback(client, callbackUrl),
    judgeFlows(client),
    judgeScopes(client, facts),
    judgeIdentityProviders(client),
    judgeSecret(client, facts),
  ]
}

function judgeCallback({ callbackUrls }: AppClient, callbackUrl: string): Remark {
  const about = [redirectUrl, name]
  if (callbackUrls.includes(callbackUrl))
    return { level: 'ok', message: `the app client has the callback URL ${callbackUrl}`, about }
  const near = nearMiss(callbackUrl, callbackUrls)
  const hint = near === undefined ? '' : `; it has ${near.url}, which differs by ${near.difference}`
  const message = `the app client lacks the callback URL ${callbackUrl}${hint}`
  return { level: 'problem', message, fix: 'add it to CallbackURLs, or correct --url and the name', about }
}

function judgeFlows({ isOauthOn, flows }: AppClient): Remark {
  const about = [clientId]
  if (!isOauthOn) {
    const message = 'the app client can not use managed login: AllowedOAuthFlowsUserPoolClient is off'
    return { level: 'problem', message, fix: 'set AllowedOAuthFlowsUserPoolClient to true', about }
  }
  if (flows.includes('code'))
    return { level: 'ok', message: 'the app client may use the authorization code grant', about }
  const message = 'the app client may not use the authorization code grant'
  return { level: 'problem', message, fix: 'add code to AllowedOAuthFlows', about }
}

function judgeScopes({ scopes }: AppClient, facts: ProviderFacts): Remark {
  const about = [scope, authorizeParams, clientId]
  const asked = facts.scope?.split(' ').filter((one) => one !== '') ?? []
  const lacking = asked.filter((one) => !scopes.includes(one))
  if (lacking.length > 0) {
    const message = `the app client lacks the scope ${lacking.join(' and ')}`
    return { level: 'problem', message, fix: 'add it to AllowedOAuthScopes, or remove it from scope', about }
  }
  const granted = asked.length === 0 ? scopes : asked
  if (!granted.includes('openid')) {
    const message = 'openid is not among the scopes: the user info endpoint will refuse the tokens'
    return {
      level: 'problem',
      message,
      fix: 'add openid to AllowedOAuthScopes, and to scope if it is set',
      about,
    }
  }
  if (granted.includes('email'))
    return { level: 'ok', message: `the app client has the scopes ${granted.join(' ')}`, about }
  const message = `the scopes are ${granted.join(' ')}, without email: user info will have no e-mail address`
  return { level: 'warning', message, fix: 'add email to AllowedOAuthScopes, and to scope if it is set', about }
}

function judgeIdentityProviders({ identityProviders }: AppClient): Remark {
  const about = [clientId]
  if (identityProviders.length > 0)
    return { level: 'ok', message: `users sign in with ${identityProviders.join(', ')}`, about }
  const message = 'the app client has no identity provider: no user can sign in'
  return { level: 'problem', message, fix: 'add COGNITO to SupportedIdentityProviders', about }
}

function judgeSecret(client: AppClient, { clientSecret: given }: ProviderFacts): Remark {
  const about = [clientSecret]
  if (client.clientSecret === undefined) {
    const message = 'the app client has no secret, but the provider block has one'
    return {
      level: 'problem',
      message,
      fix: 'create an app client with a secret: it is not possible to add a secret later',
      about,
    }
  }
  if (given !== undefined && constantTimeEqual(given, client.clientSecret))
    return { level: 'ok', message: "the secret matches the app client's", about }
  return {
    level: 'problem',
    message: "the secret does not match the app client's",
    fix: 'copy ClientSecret again',
    about,
  }
}
