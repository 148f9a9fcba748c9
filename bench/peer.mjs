import { generateKeyPairSync } from 'node:crypto'
import { Provider } from 'oidc-provider'

/**
 * npm's oidc-provider as a separate process: in-memory adapter, RS256 with 2048 bits, refresh_token grant without rotation, as in
 * Poolhouse. It prints a port and refresh tokens. It creates the tokens directly, because sign-in is not compared.
 * @param process.argv[2] `jwt` for a signed access token, as Cognito has it. Otherwise it is opaque, the default of oidc-provider.
 */
const signedAccessTokens = process.argv[2] === 'jwt'
const resource = 'urn:bench'
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

const provider = new Provider('http://localhost', {
  clients: [
    {
      client_id: 'bench',
      client_secret: 'a secret that is long enough for a benchmark',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['https://app.example.com/callback'],
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: 'RS256',
    },
  ],
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'bench' }] },
  rotateRefreshToken: false,
  scopes: ['openid', 'offline_access', 'email'],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  ttl: { AccessToken: 3_600, IdToken: 3_600, Grant: 86_400, RefreshToken: 86_400 },
  features: {
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: signedAccessTokens,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'openid email',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  findAccount: (_ctx, sub) => ({
    accountId: sub,
    claims: () => ({ sub, email: `${sub}@example.com`, email_verified: true }),
  }),
})

async function refreshTokenOf(accountId) {
  const client = await provider.Client.find('bench')
  const scope = 'openid offline_access email'
  const grant = new provider.Grant({ accountId, clientId: client.clientId })
  grant.addOIDCScope(scope)
  if (signedAccessTokens) grant.addResourceScope(resource, 'openid email')
  const grantId = await grant.save()
  const token = new provider.RefreshToken({
    accountId,
    client,
    grantId,
    gty: 'authorization_code',
    scope,
    authTime: Math.floor(Date.now() / 1_000),
    ...(signedAccessTokens ? { resource } : {}),
  })
  return await token.save()
}

const tokens = []
for (let user = 0; user < 20; user++) tokens.push(await refreshTokenOf(`user-${user}`))
const server = provider.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port, tokens })}\n`)
})
