import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface OpenidProvider {
  url: string
  /** The next person who signs in: `sub`, `sid`, `email`. */
  person: { sub: string; sid?: string; email: string }
  /** The token of a back-channel logout, which ends a session. */
  logoutToken(claims: { sub?: string; sid?: string }): string
  close(): Promise<void>
}

/** A provider with Cognito's endpoints, over real HTTP, with signed ID tokens. `now` is in epoch milliseconds. */
export async function startOpenidProvider(
  person: OpenidProvider['person'],
  { now }: { now: () => number },
): Promise<OpenidProvider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const begun = new Map<string, { nonce: string | null; person: OpenidProvider['person'] }>()
  const provider: OpenidProvider = { url: '', person, logoutToken: () => '', close: async () => {} }

  const seconds = () => Math.floor(now() / 1000)
  const signed = (claims: object, typ: string) => {
    const [head, body] = [
      { alg: 'RS256', kid: 'k', typ },
      { iss: provider.url, aud: 'client-1', iat: seconds(), ...claims },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    return `${head}.${body}.${sign('sha256', Buffer.from(`${head}.${body}`), privateKey).toString('base64url')}`
  }
  provider.logoutToken = (claims) => {
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
    return signed({ jti: randomBytes(8).toString('hex'), events, ...claims }, 'logout+jwt')
  }
  const idToken = ({ nonce, person: { sub, sid } }: { nonce: string | null; person: OpenidProvider['person'] }) =>
    signed({ sub, sid, nonce, exp: seconds() + 300, token_use: 'id' }, 'JWT')

  const answers: Record<string, (request: IncomingMessage, url: URL) => Promise<object | string>> = {
    '/.well-known/openid-configuration': async () => ({
      issuer: provider.url,
      authorization_endpoint: `${provider.url}/oauth2/authorize`,
      token_endpoint: `${provider.url}/oauth2/token`,
      userinfo_endpoint: `${provider.url}/oauth2/userInfo`,
      jwks_uri: `${provider.url}/jwks`,
      end_session_endpoint: `${provider.url}/logout`,
    }),
    '/jwks': async () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] }),
    '/oauth2/authorize': async (_request, { searchParams }) => {
      const code = randomBytes(8).toString('hex')
      begun.set(code, { nonce: searchParams.get('nonce'), person: provider.person })
      return `${searchParams.get('redirect_uri')}?code=${code}&state=${searchParams.get('state')}`
    },
    '/oauth2/token': async (request) => {
      const code = new URLSearchParams(await text(request)).get('code') ?? ''
      const known = begun.get(code)
      if (known === undefined) return { error: 'invalid_grant' }
      return { access_token: code, id_token: idToken(known), token_type: 'Bearer', expires_in: 300 }
    },
    '/oauth2/userInfo': async ({ headers }) => {
      const known = begun.get((headers.authorization ?? '').replace('Bearer ', ''))
      return { sub: known?.person.sub, email: known?.person.email, email_verified: 'true', username: known?.person.sub }
    },
  }
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', provider.url)
    const answer = await answers[url.pathname]?.(request, url)
    if (typeof answer === 'string') response.writeHead(302, { location: answer }).end()
    else
      response
        .writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  provider.url = `http://localhost:${(server.address() as AddressInfo).port}`
  provider.close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return provider
}
