import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { CognitoJwtVerifier, JwtRsaVerifier } from 'aws-jwt-verify'
import type { Jwks } from 'aws-jwt-verify/jwk'
import { afterEach, describe, expect, test } from 'vitest'
import { addUser } from '../support/add-user.ts'
import { createPool, type Poolhouse, startPoolhouse } from '../support/poolhouse.ts'

let poolhouse: Poolhouse
afterEach(() => poolhouse?.close())

/** A server, and the tokens and key set of a user who signed in there. */
async function signedIn(settings: Record<string, unknown> = {}) {
  poolhouse = await startPoolhouse(settings)
  const { client, baseUrl } = poolhouse
  const { userPoolId, clientId } = await createPool(client)
  const email = 'ada@example.com'
  const password = 'Correct-horse-9'
  await addUser(client, { userPoolId, email, password })
  const { AuthenticationResult: tokens } = await client.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  )
  // Both verifiers fetch only over https. With a given key set they fetch nothing.
  const jwks = (await (await fetch(`${baseUrl}/${userPoolId}/.well-known/jwks.json`)).json()) as Jwks
  const { AccessToken: accessToken = '', IdToken: idToken = '' } = tokens ?? {}
  return { baseUrl, userPoolId, clientId, email, jwks, accessToken, idToken }
}

/** The token with one claim changed, under its old signature. */
function forged(token: string, claims: object): string {
  const [header, payload = '', signature] = token.split('.')
  const changed = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...claims }
  return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.')
}

describe('aws-jwt-verify [K04]', () => {
  test('JwtRsaVerifier accepts the tokens with a given issuer and key set', async () => {
    const { baseUrl, userPoolId, clientId, email, jwks, accessToken, idToken } = await signedIn()
    const issuer = `${baseUrl}/${userPoolId}`
    const forId = JwtRsaVerifier.create({ issuer, audience: clientId })
    forId.cacheJwks(jwks)
    await expect(forId.verify(idToken)).resolves.toMatchObject({ email, email_verified: true, token_use: 'id' })
    const forAccess = JwtRsaVerifier.create({ issuer, audience: null })
    forAccess.cacheJwks(jwks)
    await expect(forAccess.verify(accessToken)).resolves.toMatchObject({ client_id: clientId, token_use: 'access' })

    expect(() => forId.verifySync(forged(idToken, { email: 'root@example.com' }))).toThrow(/signature/i)
    const elsewhere = JwtRsaVerifier.create({ issuer: `${baseUrl}/us-east-1_other`, audience: null })
    elsewhere.cacheJwks(jwks)
    expect(() => elsewhere.verifySync(accessToken)).toThrow(/[Ii]ssuer/)
  })

  test('CognitoJwtVerifier accepts them if the issuer has AWS’s form', async () => {
    const { userPoolId, clientId, jwks, accessToken, idToken, email } = await signedIn({
      issuer: 'https://cognito-idp.{region}.amazonaws.com/{userPoolId}',
    })
    const verifier = (tokenUse: 'id' | 'access', of = clientId) => {
      const made = CognitoJwtVerifier.create({ userPoolId, tokenUse, clientId: of })
      made.cacheJwks(jwks)
      return made
    }
    await expect(verifier('id').verify(idToken)).resolves.toMatchObject({
      email,
      'cognito:username': expect.any(String),
    })
    await expect(verifier('access').verify(accessToken)).resolves.toMatchObject({ token_use: 'access' })
    expect(() => verifier('access').verifySync(idToken)).toThrow(/[Tt]oken use/)
    expect(() => verifier('id', 'another-client').verifySync(idToken)).toThrow(/[Aa]udience/)
  })
})
