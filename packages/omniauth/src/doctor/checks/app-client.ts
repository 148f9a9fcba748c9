import { constantTimeEqual } from '#core/encoding'
import type { ProviderFacts } from '#core/strategy'
import type { Remark } from '../finding.ts'
import { blockKeys } from '../patient.ts'
import { nearMiss } from './near-miss.ts'

/** What the API tells of an app client. */
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
 * Compares an app client with the block, to the letter.
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
  return { level: 'problem', message, fix: 'put it into CallbackURLs, or correct --url and the name', about }
}

function judgeFlows({ isOauthOn, flows }: AppClient): Remark {
  const about = [clientId]
  if (!isOauthOn) {
    const message = 'the app client may not use the hosted pages: AllowedOAuthFlowsUserPoolClient is off'
    return { level: 'problem', message, fix: 'turn it on', about }
  }
  if (flows.includes('code'))
    return { level: 'ok', message: 'the app client may use the authorization code grant', about }
  const message = 'the app client may not use the authorization code grant'
  return { level: 'problem', message, fix: 'put code into AllowedOAuthFlows', about }
}

function judgeScopes({ scopes }: AppClient, facts: ProviderFacts): Remark {
  const about = [scope, authorizeParams, clientId]
  const asked = facts.scope?.split(' ').filter((one) => one !== '') ?? []
  const lacking = asked.filter((one) => !scopes.includes(one))
  if (lacking.length > 0) {
    const message = `the app client lacks the scope ${lacking.join(' and ')}`
    return { level: 'problem', message, fix: 'put it into AllowedOAuthScopes, or take it out of scope', about }
  }
  const granted = asked.length === 0 ? scopes : asked
  if (!granted.includes('openid')) {
    const message = 'openid is not among the scopes: user info refuses its tokens'
    return {
      level: 'problem',
      message,
      fix: 'put openid into AllowedOAuthScopes, and into scope if there is one',
      about,
    }
  }
  if (granted.includes('email'))
    return { level: 'ok', message: `the app client has the scopes ${granted.join(' ')}`, about }
  const message = `the scopes are ${granted.join(' ')}, without email: user info will have no e-mail address`
  return { level: 'warning', message, fix: 'put email into AllowedOAuthScopes, and into scope if there is one', about }
}

function judgeIdentityProviders({ identityProviders }: AppClient): Remark {
  const about = [clientId]
  if (identityProviders.length > 0)
    return { level: 'ok', message: `users sign in by ${identityProviders.join(', ')}`, about }
  const message = 'the app client has no identity provider: nobody can sign in'
  return { level: 'problem', message, fix: 'put COGNITO into SupportedIdentityProviders', about }
}

function judgeSecret(client: AppClient, { clientSecret: given }: ProviderFacts): Remark {
  const about = [clientSecret]
  if (client.clientSecret === undefined) {
    const message = 'the app client has no secret, and the block has one'
    return {
      level: 'problem',
      message,
      fix: 'create an app client with a secret: one can not be given a secret afterwards',
      about,
    }
  }
  if (given !== undefined && constantTimeEqual(given, client.clientSecret))
    return { level: 'ok', message: "the secret is the app client's", about }
  return { level: 'problem', message: "the secret is not the app client's", fix: 'copy ClientSecret again', about }
}
