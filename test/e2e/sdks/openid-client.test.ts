import * as oidc from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addUser } from '../support/add-user.ts'
import { createPool, type Poolhouse, startPoolhouse } from '../support/poolhouse.ts'
import { signInAt } from '../support/sign-in-at.ts'

const redirectUri = 'http://localhost:1/callback'
const user = { email: 'ada@example.com', password: 'Correct-horse-9' }
let poolhouse: Poolhouse
let sub: string
let publicClient: oidc.Configuration
let confidentialClient: oidc.Configuration

beforeAll(async () => {
  poolhouse = await startPoolhouse()
  const settings = {
    CallbackURLs: [redirectUri],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code' as const],
    AllowedOAuthScopes: ['openid', 'email'],
    SupportedIdentityProviders: ['COGNITO'],
  }
  const withoutSecret = await createPool(poolhouse.client, settings)
  const withSecret = await createPool(poolhouse.client, { ...settings, GenerateSecret: true })
  sub = await addUser(poolhouse.client, { userPoolId: withoutSecret.userPoolId, ...user })
  await addUser(poolhouse.client, { userPoolId: withSecret.userPoolId, ...user })
  // The library allows plain http, here to loopback, only with this option.
  const options = { execute: [oidc.allowInsecureRequests] }
  const issuer = (userPoolId: string) => new URL(`${poolhouse.baseUrl}/${userPoolId}`)
  publicClient = await oidc.discovery(
    issuer(withoutSecret.userPoolId),
    withoutSecret.clientId,
    undefined,
    oidc.None(),
    options,
  )
  confidentialClient = await oidc.discovery(
    issuer(withSecret.userPoolId),
    withSecret.clientId,
    undefined,
    oidc.ClientSecretBasic(withSecret.clientSecret),
    options,
  )
})
afterAll(() => poolhouse?.close())

/** A whole sign-in: PKCE, state, nonce. */
async function signIn(configuration: oidc.Configuration) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
  const expectedState = oidc.randomState()
  const expectedNonce = oidc.randomNonce()
  const authorizationUrl = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid email',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
  })
  const callback = await signInAt(authorizationUrl, { username: user.email, password: user.password })
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true }
  return { callback, checks, exchange: () => oidc.authorizationCodeGrant(configuration, callback, checks) }
}

describe('openid-client [K01, K02]', () => {
  test('discovers the pool', () => {
    const metadata = publicClient.serverMetadata()
    expect(metadata.issuer).toMatch(/^http:\/\/localhost:\d+\/us-east-1_\w+$/)
    expect(metadata.authorization_endpoint).toBe(`${poolhouse.baseUrl}/oauth2/authorize`)
    expect(metadata.id_token_signing_alg_values_supported).toEqual(['RS256'])
  })

  test('signs in with PKCE, state and nonce, and reads userInfo', async () => {
    const { exchange } = await signIn(publicClient)
    const tokens = await exchange()
    expect(tokens.claims()).toMatchObject({ sub, email: user.email, email_verified: true })
    const info = await oidc.fetchUserInfo(publicClient, tokens.access_token, tokens.claims()?.sub ?? '')
    expect(info).toMatchObject({ sub, email: user.email })
  })

  test('a confidential client signs in with its secret', async () => {
    const { exchange } = await signIn(confidentialClient)
    const tokens = await exchange()
    expect(tokens.token_type).toBe('bearer')
    expect(tokens.expiresIn()).toBeGreaterThan(3500)
  })

  test('a code works once, and not with another verifier or nonce', async () => {
    const once = await signIn(publicClient)
    await once.exchange()
    await expect(once.exchange()).rejects.toMatchObject({ error: 'invalid_grant' })

    const { callback, checks } = await signIn(publicClient)
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
    await expect(
      oidc.authorizationCodeGrant(publicClient, callback, { ...checks, pkceCodeVerifier }),
    ).rejects.toMatchObject({ error: 'invalid_grant' })

    const other = await signIn(publicClient)
    const expectedNonce = oidc.randomNonce()
    const refusal = await oidc
      .authorizationCodeGrant(publicClient, other.callback, { ...other.checks, expectedNonce })
      .catch((error: Error & { code?: string }) => error)
    expect(refusal).toMatchObject({ code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' })
    expect(refusal).toHaveProperty('cause.cause.claim', 'nonce')
  })

  test('refreshes, revokes, and is then refused', async () => {
    const { exchange } = await signIn(confidentialClient)
    const tokens = await exchange()
    const refreshToken = tokens.refresh_token ?? ''
    const refreshed = await oidc.refreshTokenGrant(confidentialClient, refreshToken)
    expect(refreshed.claims()).toMatchObject({ sub: tokens.claims()?.sub, auth_time: tokens.claims()?.auth_time })
    expect(refreshed.access_token).not.toBe(tokens.access_token)

    await oidc.tokenRevocation(confidentialClient, refreshToken)
    await expect(oidc.refreshTokenGrant(confidentialClient, refreshToken)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    await expect(
      oidc.fetchUserInfo(confidentialClient, refreshed.access_token, refreshed.claims()?.sub ?? ''),
    ).rejects.toThrow()
  })

  test('a wrong secret is refused as invalid_client', async () => {
    const { callback, checks } = await signIn(confidentialClient)
    const { client_id } = confidentialClient.clientMetadata()
    const impostor = new oidc.Configuration(
      confidentialClient.serverMetadata(),
      client_id,
      undefined,
      oidc.ClientSecretBasic('not-the-secret'),
    )
    oidc.allowInsecureRequests(impostor)
    await expect(oidc.authorizationCodeGrant(impostor, callback, checks)).rejects.toMatchObject({
      status: 401,
    })
  })
})
