import { createSign, createVerify } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { issuer, sign } from './identity-provider.ts'
import { inflated, type Journey, journey } from './journey.ts'
import { idpKeys, otherKeys } from './keys.ts'

const own = { certificate: otherKeys.cert, private_key: otherKeys.key }
const slo = { idp_slo_target_url: 'https://idp.test/slo' }
const path = '/users/auth/saml/slo'
const sigAlg = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'

interface Request {
  id?: string
  nameId?: string
  sessions?: readonly string[]
  issuer?: string
  destination?: string
  written?: number
  until?: number
}

function logoutXml(on: Journey, request: Request = {}): string {
  const { id = '_l1', nameId = 'jane', sessions = ['_s1'], destination = `https://app.test${path}` } = request
  const at = (seconds: number) => new Date(on.time.now + seconds * 1000).toISOString()
  const until = request.until === undefined ? '' : ` NotOnOrAfter="${at(request.until)}"`
  return [
    `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" Version="2.0" IssueInstant="${at(request.written ?? 0)}" Destination="${destination}"${until}>`,
    `<saml:Issuer>${request.issuer ?? issuer}</saml:Issuer><saml:NameID>${nameId}</saml:NameID>`,
    ...sessions.map((session) => `<samlp:SessionIndex>${session}</samlp:SessionIndex>`),
    '</samlp:LogoutRequest>',
  ].join('')
}

function signedQuery(xml: string | Buffer, { key = idpKeys.key, algorithm = sigAlg, relayState = '' } = {}): string {
  const packed = typeof xml === 'string' ? deflateRawSync(xml) : xml
  const query = [
    `SAMLRequest=${encodeURIComponent(packed.toString('base64'))}`,
    ...(relayState === '' ? [] : [`RelayState=${encodeURIComponent(relayState)}`]),
    `SigAlg=${encodeURIComponent(algorithm)}`,
  ].join('&')
  const hash = algorithm.endsWith('sha1') ? 'RSA-SHA1' : 'RSA-SHA256'
  const signature = createSign(hash).update(query).sign(key, 'base64')
  return `${query}&Signature=${encodeURIComponent(signature)}`
}

const posted = (on: Journey, xml: string) =>
  on.request(path, { method: 'POST', body: new URLSearchParams({ SAMLRequest: Buffer.from(xml).toString('base64') }) })

describe('the identity provider signs a person out', () => {
  test('by redirect: the application gets the sign-out, and the answer is signed', async () => {
    const on = journey({ ...slo, ...own, security: { logout_responses_signed: true } })
    const response = await on.request(`${path}?${signedQuery(logoutXml(on), { relayState: 'their own' })}`)
    expect(on.signedOut).toEqual([{ provider: 'saml', uid: 'jane', subject: 'jane', sid: '_s1' }])
    const back = new URL(response?.headers.get('location') ?? '')
    expect(back.origin + back.pathname).toBe('https://idp.test/slo')
    expect(back.searchParams.get('RelayState')).toBe('their own')
    const answer = inflated(back.searchParams.get('SAMLResponse') ?? '')
    expect(answer).toContain('InResponseTo="_l1"')
    expect(answer).toContain('status:Success')
    const [signed = ''] = back.search.slice(1).split('&Signature=')
    const signature = back.searchParams.get('Signature') ?? ''
    const written = signed.replaceAll('+', '%20')
    expect(createVerify('RSA-SHA256').update(written).verify(otherKeys.cert, signature, 'base64')).toBe(true)
  })

  test('by a form with the signature inside', async () => {
    const on = journey(slo)
    expect((await posted(on, sign(logoutXml(on), 'LogoutRequest')))?.status).toBe(302)
    expect(on.signedOut).toEqual([{ provider: 'saml', uid: 'jane', subject: 'jane', sid: '_s1' }])
  })

  test('from all sessions: with no session index, or with several', async () => {
    const on = journey(slo)
    await on.request(`${path}?${signedQuery(logoutXml(on, { sessions: [] }))}`)
    await on.request(`${path}?${signedQuery(logoutXml(on, { id: '_l2', sessions: ['_s1', '_s2'] }))}`)
    expect(on.signedOut).toEqual([
      { provider: 'saml', uid: 'jane', subject: 'jane' },
      { provider: 'saml', uid: 'jane', subject: 'jane' },
    ])
  })

  test('without a uid if uid_attribute is set, because the name id is not the uid', async () => {
    const on = journey({ ...slo, uid_attribute: 'employee' })
    await on.request(`${path}?${signedQuery(logoutXml(on))}`)
    expect(on.signedOut).toEqual([{ provider: 'saml', subject: 'jane', sid: '_s1' }])
    await on.request(`${path}?${signedQuery(logoutXml(on, { id: '_l2', sessions: [] }))}`)
    expect(on.signedOut.at(-1)).toEqual({ provider: 'saml', subject: 'jane' })
  })

  test('without a redirect if there is no URL for the answer', async () => {
    const on = journey()
    expect((await on.request(`${path}?${signedQuery(logoutXml(on))}`))?.status).toBe(204)
    expect(on.signedOut).toHaveLength(1)
  })
})

describe('an invalid sign-out request signs nobody out [A116]', () => {
  const rsaSha1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
  const query = (xml: string | Buffer) =>
    encodeURIComponent((typeof xml === 'string' ? deflateRawSync(xml) : xml).toString('base64'))
  test.each<[string, (on: Journey) => string]>([
    ['a request without a signature', (on) => `SAMLRequest=${query(logoutXml(on))}`],
    ['a signature of another key', (on) => signedQuery(logoutXml(on), { key: otherKeys.key })],
    ['SHA-1', (on) => signedQuery(logoutXml(on), { algorithm: rsaSha1 })],
    [
      'a request with the signature of another one',
      (on) =>
        signedQuery(logoutXml(on)).replace(
          /^SAMLRequest=[^&]+/,
          `SAMLRequest=${query(logoutXml(on, { nameId: 'x' }))}`,
        ),
    ],
    [
      'a second request in the query',
      (on) => `SAMLRequest=${query(logoutXml(on, { nameId: 'x' }))}&${signedQuery(logoutXml(on))}`,
    ],
    [
      'a second request after the signature',
      (on) => `${signedQuery(logoutXml(on))}&SAMLRequest=${query(logoutXml(on, { nameId: 'x' }))}`,
    ],
    [
      'a changed RelayState',
      (on) => signedQuery(logoutXml(on), { relayState: 'a' }).replace('RelayState=a', 'RelayState=b'),
    ],
    ['another issuer', (on) => signedQuery(logoutXml(on, { issuer: 'https://evil.test' }))],
    ['another destination', (on) => signedQuery(logoutXml(on, { destination: 'https://other.test/slo' }))],
    ['a request that is too old', (on) => signedQuery(logoutXml(on, { written: -361 }))],
    ['an expired request', (on) => signedQuery(logoutXml(on, { until: -60 }))],
    ['a request from the future', (on) => signedQuery(logoutXml(on, { written: 61 }))],
    ['a document type', (on) => signedQuery(`<!DOCTYPE x>${logoutXml(on)}`)],
    ['a comment in the name id', (on) => signedQuery(logoutXml(on, { nameId: 'jane<!---->.evil' }))],
    ['a deflate bomb', () => signedQuery(deflateRawSync(Buffer.alloc(200_000_000, ' ')))],
    ['a text that is not deflated', () => signedQuery(Buffer.from('nothing'))],
    ['invalid percent signs', (on) => `${signedQuery(logoutXml(on))}&x=%`.replace('SigAlg=', 'SigAlg=%E0%A4%A')],
    ['no parameters', () => ''],
  ])('%s', async (_, make) => {
    const on = journey(slo)
    expect((await on.request(`${path}?${make(on)}`))?.status).toBe(400)
    expect(on.signedOut).toEqual([])
  })

  test('a repeated request', async () => {
    const on = journey(slo)
    const request = `${path}?${signedQuery(logoutXml(on))}`
    await on.request(request)
    expect((await on.request(request))?.status).toBe(400)
    expect(on.signedOut).toHaveLength(1)
  })

  test.each<[string, (xml: string) => string]>([
    ['a form without a signature', (xml) => xml],
    ['a form of another key', (xml) => sign(xml, 'LogoutRequest', { keys: otherKeys })],
    ['a changed form', (xml) => sign(xml, 'LogoutRequest').replace('>jane<', '>admin<')],
    ['a form with SHA-1', (xml) => sign(xml, 'LogoutRequest', { method: rsaSha1 })],
    [
      'a signed request inside a forged one',
      (xml) => {
        const forged = xml.replace('ID="_l1"', 'ID="_e1"').replace('>jane<', '>admin<')
        return forged.replace('</samlp:LogoutRequest>', `${sign(xml, 'LogoutRequest')}</samlp:LogoutRequest>`)
      },
    ],
  ])('%s', async (_, make) => {
    const on = journey(slo)
    expect((await posted(on, make(logoutXml(on))))?.status).toBe(400)
    expect(on.signedOut).toEqual([])
  })

  test('a signed request, if the configuration has only a fingerprint', async () => {
    const on = journey({ ...slo, idp_cert: undefined, idp_cert_fingerprint: 'ab'.repeat(20) })
    expect((await on.request(`${path}?${signedQuery(logoutXml(on))}`))?.status).toBe(400)
  })
})

describe('the application signs a person out at the identity provider', () => {
  const returnTo = 'https://app.test/goodbye'

  test('with the name id and the session index of the sign-in, signed if the configuration says so', async () => {
    const on = journey({ ...slo, ...own, security: { logout_requests_signed: true } })
    const url = await on.auth.signOutUrl('saml', { returnTo, nameId: 'jane', sessionIndex: '_s1' })
    const { origin, pathname, searchParams } = new URL(url ?? '')
    expect(origin + pathname).toBe('https://idp.test/slo')
    expect(searchParams.get('Signature')).toBeTruthy()
    expect(searchParams.get('RelayState')).toBe(returnTo)
    const request = inflated(searchParams.get('SAMLRequest') ?? '')
    expect(request).toContain('>jane</saml:NameID>')
    expect(request).toContain('>_s1</saml2p:SessionIndex>')
  })

  test('only if there is a sign-out URL and a name id', async () => {
    expect(await journey().auth.signOutUrl('saml', { returnTo, nameId: 'jane' })).toBeUndefined()
    expect(await journey(slo).auth.signOutUrl('saml', { returnTo })).toBeUndefined()
  })

  test.each([
    ['https://app.test/goodbye', 'https://app.test/goodbye'],
    ['/goodbye', 'https://app.test/goodbye'],
    ['', 'https://app.test/'],
    ['https://evil.test/', 'https://app.test/'],
    ['//evil.test/', 'https://app.test/'],
    ['/\\evil.test/', 'https://app.test/'],
    ['javascript:alert(1)', 'https://app.test/'],
    ['blob:https://app.test/7e4a', 'https://app.test/'],
    ['https://somebody@app.test/', 'https://app.test/'],
    ['https://app.test//evil.test/', 'https://app.test/'],
  ])('and RelayState %j leads back to %s [A116]', async (relayState, place) => {
    const query = new URLSearchParams({ SAMLResponse: 'eA==', RelayState: relayState })
    const response = await journey(slo).request(`${path}?${query}`)
    expect(response?.headers.get('location')).toBe(place)
  })
})

test('the metadata has the URLs, the certificates and the requested attributes', async () => {
  const on = journey({ ...slo, ...own, security: { authn_requests_signed: true, want_assertions_signed: true } })
  const response = await on.request('/users/auth/saml/metadata')
  expect(response?.headers.get('content-type')).toBe('application/samlmetadata+xml; charset=utf-8')
  const xml = (await response?.text()) ?? ''
  for (const part of [
    'entityID="https://app.test/sp"',
    'AuthnRequestsSigned="true" WantAssertionsSigned="true"',
    'Location="https://app.test/users/auth/saml/callback"',
    `Location="https://app.test${path}"`,
    '<md:RequestedAttribute Name="first_name"',
    'use="encryption"',
  ])
    expect(xml).toContain(part)
  expect(await (await journey().request('/users/auth/saml/metadata'))?.text()).not.toContain('KeyDescriptor')
})
