import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>

export interface SigningKey extends KeyPair {
  readonly kid: string
  readonly alg: string
}

export async function signingKey(kid: string, alg = 'RS256'): Promise<SigningKey> {
  return { ...(await generateKeyPair(alg, { extractable: true })), kid, alg }
}

export async function publicJwk({ publicKey, kid, alg }: SigningKey): Promise<JWK> {
  return { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }
}

/** How the provider answers the next code or refresh token. */
export interface TokenPlan {
  /** Changes to the claims of a valid ID token. Undefined removes a claim. */
  readonly claims?: Record<string, unknown>
  readonly header?: Record<string, unknown>
  readonly key?: SigningKey
  /** Replaces the signed ID token. */
  readonly idToken?: (signed: string) => string | undefined
  /** Changes to the members of the token answer. */
  readonly answer?: Record<string, unknown>
}

export interface TestProvider {
  readonly issuer: string
  readonly fetch: typeof globalThis.fetch
  readonly requests: Request[]
  /** Changes to the metadata. */
  metadata: Record<string, unknown>
  /** The published keys. */
  jwks: JWK[]
  key: SigningKey
  plan: TokenPlan
  /** The user info document, or a function that answers. */
  userInfo: unknown
  /** The path of each request, in order. */
  paths(): string[]
  /** The body of the last request to a path. */
  form(path: string): URLSearchParams
  /** The test passes the authentication request that the next code belongs to. */
  asked: URL | undefined
  now: () => number
  sign(
    claims: Record<string, unknown>,
    options?: { key?: SigningKey; header?: Record<string, unknown> },
  ): Promise<string>
}

/** A provider of OpenID Connect as a `fetch` function. It follows the specification, except for the plan of a test. */
export async function testProvider(
  issuer: string,
  options: { key: SigningKey; now: () => number; clientId?: string },
): Promise<TestProvider> {
  const { key, clientId = 'client-1' } = options
  const at = (path: string) => `${issuer.replace(/\/$/, '')}${path}`
  const provider: TestProvider = {
    issuer,
    requests: [],
    metadata: {},
    jwks: [await publicJwk(key)],
    key,
    plan: {},
    userInfo: { sub: 'sub-1', name: 'Jane Doe', email: 'jane@example.com', email_verified: true },
    asked: undefined,
    now: options.now,
    paths: () => provider.requests.map(({ url }) => new URL(url).pathname),
    form: () => new URLSearchParams(),
    sign: (claims, { key: signing = provider.key, header } = {}) =>
      new SignJWT(claims as JWTPayload)
        .setProtectedHeader({ alg: signing.alg, kid: signing.kid, ...header })
        .sign(signing.privateKey),
    async fetch(input, init) {
      const request = new Request(input as string, init)
      const body = await request.clone().text()
      provider.requests.push(request)
      forms.set(new URL(request.url).pathname, new URLSearchParams(body))
      return answer(request.url)
    },
  }
  const forms = new Map<string, URLSearchParams>()
  provider.form = (path) => forms.get(new URL(at(path)).pathname) ?? new URLSearchParams()

  async function idToken(): Promise<string | undefined> {
    const { plan } = provider
    const seconds = Math.floor(provider.now() / 1000)
    const claims = {
      iss: issuer,
      aud: clientId,
      sub: 'sub-1',
      iat: seconds,
      exp: seconds + 300,
      nonce: provider.asked?.searchParams.get('nonce') ?? undefined,
      ...plan.claims,
    }
    const signed = await provider.sign(claims, {
      ...(plan.key && { key: plan.key }),
      ...(plan.header && { header: plan.header }),
    })
    return plan.idToken === undefined ? signed : plan.idToken(signed)
  }

  async function answer(url: string): Promise<Response> {
    switch (url) {
      case at('/.well-known/openid-configuration'):
        return Response.json({
          issuer,
          authorization_endpoint: at('/authorize'),
          token_endpoint: at('/token'),
          userinfo_endpoint: at('/userinfo'),
          jwks_uri: at('/jwks'),
          end_session_endpoint: at('/end-session'),
          revocation_endpoint: at('/revoke'),
          ...provider.metadata,
        })
      case at('/jwks'):
        return Response.json({ keys: provider.jwks })
      case at('/token'):
        return Response.json({
          access_token: 'access-1',
          token_type: 'Bearer',
          expires_in: 300,
          refresh_token: 'refresh-1',
          id_token: await idToken(),
          ...provider.plan.answer,
        })
      case at('/userinfo'):
        return provider.userInfo instanceof Response ? provider.userInfo.clone() : Response.json(provider.userInfo)
      case at('/revoke'):
        return new Response(null, { status: 200 })
      default:
        return new Response(null, { status: 404 })
    }
  }
  return provider
}
