import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inflateRawSync } from 'node:zlib'
import { signedAnswer } from '../../../packages/omniauth/test/saml/identity-provider.ts'
import { idpKeys } from '../../../packages/omniauth/test/saml/keys.ts'

export interface SamlIdp {
  readonly ssoUrl: string
  readonly certificate: string
  readonly audience: string
  /** The next person who signs in. */
  person: { nameId: string; email: string; name: string }
  close(): Promise<void>
}

/** An identity provider on another site than Forge (127.0.0.1 is not localhost). A script on its page posts the answer. */
export async function startSamlIdp(): Promise<SamlIdp> {
  let count = 0
  const audience = 'https://forge.example.com/saml'
  const answerPage = (url: URL): string => {
    const given = url.searchParams.get('SAMLRequest') ?? ''
    const request = inflateRawSync(Buffer.from(given, 'base64')).toString()
    const acs = /AssertionConsumerServiceURL="([^"]+)"/.exec(request)?.[1] ?? ''
    const { nameId, email, name } = idp.person
    count += 1
    const xml = signedAnswer({
      now: Date.now(),
      requestId: /\bID="([^"]+)"/.exec(request)?.[1],
      assertionId: `_a${count}`,
      audience,
      recipient: acs,
      destination: acs,
      nameId,
      attributes: { email: [email], name: [name] },
    })
    const relayState = url.searchParams.get('RelayState') ?? ''
    return `<!doctype html><title>Identity provider</title><form method="post" action="${acs}">
<input name="SAMLResponse" value="${Buffer.from(xml).toString('base64')}"><input name="RelayState" value="${relayState}"></form>
<script>document.forms[0].submit()</script>`
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (url.pathname !== '/sso') return response.writeHead(404).end()
    return response.writeHead(200, { 'content-type': 'text/html' }).end(answerPage(url))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const idp: SamlIdp = {
    ssoUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sso`,
    certificate: idpKeys.cert,
    audience,
    person: { nameId: 'nobody', email: 'nobody@example.com', name: 'Nobody' },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return idp
}
