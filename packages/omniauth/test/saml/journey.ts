import { inflateRawSync } from 'node:zlib'
import type { OmniauthError, OmniauthOptions, ProviderSignOut } from '@poolhouse/omniauth'
import { type Application, application } from '../application.ts'
import { type Answer, audience, fullHost, issuer } from './identity-provider.ts'
import { idpKeys } from './keys.ts'

/** A SAML block as GitLab's administrators write it. */
export const args = {
  assertion_consumer_service_url: 'https://app.test/users/auth/saml/callback',
  idp_cert: idpKeys.cert,
  idp_entity_id: issuer,
  idp_sso_target_url: 'https://idp.test/sso?tenant=1',
  issuer: audience,
  name_identifier_format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
}

export interface Journey extends Application {
  readonly failures: OmniauthError[]
  readonly signedOut: ProviderSignOut[]
  /** Begins a sign-in, and returns the values that its answer needs. */
  press(): Promise<{ location: URL; request: string; relayState: string; answer: Answer }>
  /** Posts the form of the identity provider. */
  post(response: string, relayState?: string): Promise<Response | undefined>
}

type Args = Readonly<Record<string, unknown>>

export function journey(
  changed: Args = {},
  { provider = {}, options = {} }: { provider?: Args; options?: Partial<OmniauthOptions> } = {},
): Journey {
  const failures: OmniauthError[] = []
  const signedOut: ProviderSignOut[] = []
  const app = application({
    providers: [{ name: 'saml', args: { ...args, ...changed }, ...provider }],
    fullHost,
    onFailure({ error }) {
      failures.push(error)
      return new Response('failed', { status: 401 })
    },
    onProviderSignOut: (person) => {
      signedOut.push(person)
    },
    ...options,
  })
  return {
    ...app,
    failures,
    signedOut,
    async press() {
      const location = await app.begin('/users/auth/saml')
      const request = inflated(location.searchParams.get('SAMLRequest') ?? '')
      const relayState = location.searchParams.get('RelayState') ?? ''
      const requestId = /\bID="([^"]+)"/.exec(request)?.[1]
      return { location, request, relayState, answer: { now: app.time.now, requestId } }
    },
    post: (response, relayState) =>
      app.request('/users/auth/saml/callback', {
        method: 'POST',
        body: new URLSearchParams({
          SAMLResponse: Buffer.from(response).toString('base64'),
          ...(relayState !== undefined && { RelayState: relayState }),
        }),
      }),
  }
}

export function inflated(base64: string): string {
  return inflateRawSync(Buffer.from(base64, 'base64')).toString()
}

/** Signs in with this answer. Returns the type and the message of the failure, or undefined after a success. */
export async function attempt(
  make: (answer: Answer) => string,
  on: Journey = journey(),
): Promise<{ type: string; message: string } | undefined> {
  const { relayState, answer } = await on.press()
  await on.post(make(answer), relayState)
  const [error] = on.failures.slice(-1)
  return error === undefined ? undefined : { type: error.type, message: error.message }
}
