import { createHash, createVerify, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { assertionXml, encrypted, responseXml, sign, signedAnswer } from './identity-provider.ts'
import { args, attempt, journey } from './journey.ts'
import { idpKeys, otherKeys } from './keys.ts'

describe('the request', () => {
  test('is a redirect with the state as RelayState and the requests of the configuration', async () => {
    const { location, request, relayState } = await journey({ force_authn: true }).press()
    expect(location.origin + location.pathname).toBe('https://idp.test/sso')
    expect(location.searchParams.get('tenant')).toBe('1')
    expect(relayState).toMatch(/^[\da-f]{48}$/)
    expect(request).toContain('AssertionConsumerServiceURL="https://app.test/users/auth/saml/callback"')
    expect(request).toContain('Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"')
    expect(request).toContain('>https://app.test/sp</saml:Issuer>')
    expect(request).toContain('ForceAuthn="true"')
    expect(request).not.toContain('RequestedAuthnContext')
    expect(location.searchParams.has('Signature')).toBe(false)
  })

  test('is signed if the configuration says so', async () => {
    const own = { certificate: otherKeys.cert, private_key: otherKeys.key, security: { authn_requests_signed: true } }
    const { location } = await journey(own).press()
    const signed = ['SAMLRequest', 'RelayState', 'SigAlg']
      .map((name) => `${name}=${encodeURIComponent(location.searchParams.get(name) ?? '')}`)
      .join('&')
    const signature = location.searchParams.get('Signature') ?? ''
    expect(createVerify('RSA-SHA256').update(signed).verify(otherKeys.cert, signature, 'base64')).toBe(true)
  })

  test('has a new id each time, and the configured runtime parameters', async () => {
    const on = journey({ idp_sso_target_url_runtime_params: { hint: 'login_hint' } })
    const [first, second] = [await on.press(), await on.press()]
    expect(first.answer.requestId).not.toBe(second.answer.requestId)
    expect((await on.begin('/users/auth/saml?hint=jane')).searchParams.get('login_hint')).toBe('jane')
  })
})

describe('the answer', () => {
  test('signs the person in, with uid, info, raw_info and session index', async () => {
    const on = journey()
    const attributes = { mail: ['jane@example.com'], firstName: ['Jane'], last_name: ['Doe'], Groups: ['a', 'b'] }
    expect(await attempt((answer) => signedAnswer({ ...answer, attributes }), on)).toBeUndefined()
    expect(on.successes.map(({ auth }) => auth)).toEqual([
      {
        provider: 'saml',
        uid: 'jane',
        info: { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' },
        credentials: { token: '', expires: false },
        extra: {
          raw_info: attributes,
          name_id: 'jane',
          name_id_format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
          session_index: '_s1',
          authn_contexts: ['urn:oasis:names:tc:SAML:2.0:ac:classes:Password'],
        },
      },
    ])
  })

  test('can be signed as a whole', async () => {
    expect(await attempt((answer) => sign(responseXml(answer, assertionXml(answer)), 'Response'))).toBeUndefined()
  })

  test('is refused if only the whole is signed and want_assertions_signed is on', async () => {
    const on = journey({ security: { want_assertions_signed: true } })
    const failure = await attempt((answer) => sign(responseXml(answer, assertionXml(answer)), 'Response'), on)
    expect(failure?.type).toBe('invalid_ticket')
    expect(await attempt(signedAnswer, journey({ security: { want_assertions_signed: true } }))).toBeUndefined()
  })

  test.each(['aes-256-gcm', 'aes-256-cbc'] as const)('can be encrypted with %s', async (cipher) => {
    const own = { certificate: otherKeys.cert, private_key: otherKeys.key }
    const make = (sealed: (assertion: string) => string) => (answer: Parameters<typeof assertionXml>[0]) =>
      responseXml(answer, sealed(sign(assertionXml(answer), 'Assertion')))
    const seal = (assertion: string) => encrypted(assertion, { cipher, cert: otherKeys.cert })
    expect(await attempt(make(seal), journey(own))).toBeUndefined()
    const outside = (answer: Parameters<typeof assertionXml>[0]) =>
      sign(responseXml(answer, seal(assertionXml(answer))), 'Response')
    expect(await attempt(outside, journey(own))).toBeUndefined()
    const wanted = journey({ ...own, security: { want_assertions_encrypted: true } })
    expect((await attempt(signedAnswer, wanted))?.message).toContain('is not encrypted')
  })

  test.each(['sha1', 'sha256', 'sha512'])(
    'is accepted by the %s fingerprint of the certificate inside it',
    async (hash) => {
      const digest = createHash(hash).update(new X509Certificate(idpKeys.cert).raw).digest('hex')
      const fingerprint = digest.toUpperCase().replace(/(..)(?=.)/g, '$1:')
      const pinned = { idp_cert: undefined, idp_cert_fingerprint: fingerprint }
      expect(await attempt(signedAnswer, journey(pinned))).toBeUndefined()
    },
  )

  test('has the uid in uid_attribute, and is refused without this attribute', async () => {
    const on = journey({ uid_attribute: 'employee' })
    await attempt((answer) => signedAnswer({ ...answer, attributes: { employee: ['17'] } }), on)
    expect(on.successes[0]?.auth.uid).toBe('17')
    expect((await attempt(signedAnswer, journey({ uid_attribute: 'employee' })))?.message).toContain('employee')
  })

  test('has info from attribute_statements and from the default attributes', async () => {
    const on = journey({ attribute_statements: { nickname: ['username'], email: ['EmailAddress'] } })
    const attributes = { username: ['jd'], EmailAddress: ['j@example.com'], name: ['Jane'] }
    await attempt((answer) => signedAnswer({ ...answer, attributes }), on)
    expect(on.successes[0]?.auth.info).toEqual({ nickname: 'jd', email: 'j@example.com', name: 'Jane' })
  })

  test('is refused if the person is not in one of required_groups', async () => {
    const provider = { groups_attribute: 'Groups', required_groups: ['Developers'] }
    const withGroups = (groups: string[]) =>
      attempt((answer) => signedAnswer({ ...answer, attributes: { Groups: groups } }), journey({}, { provider }))
    expect(await withGroups(['Guests', 'Developers'])).toBeUndefined()
    expect((await withGroups(['Guests', 'developers']))?.type).toBe('access_denied')
    expect((await attempt(signedAnswer, journey({}, { provider })))?.type).toBe('access_denied')
  })

  test('is refused without a name id', async () => {
    expect((await attempt((answer) => signedAnswer({ ...answer, nameId: ' ' })))?.type).toBe('blank_uid')
  })

  test('with a refusal gives its reason', async () => {
    const failure = await attempt((answer) => responseXml({ ...answer, status: 'AuthnFailed' }, ''))
    expect(failure?.message).toBe('The identity provider did not sign the person in: AuthnFailed')
  })

  test('is accepted exactly within the configured clock difference', async () => {
    const early = (seconds: number, drift?: number) =>
      attempt(
        (answer) => signedAnswer({ ...answer, notBefore: seconds }),
        journey(drift === undefined ? {} : { allowed_clock_drift: drift }),
      )
    expect(await early(60)).toBeUndefined()
    expect((await early(61))?.message).toBe('The assertion is not valid yet')
    expect(await early(2, 2)).toBeUndefined()
    expect((await early(3, 2))?.message).toBe('The assertion is not valid yet')
  })
})

describe('a sign-in that the identity provider begins', () => {
  const unasked = (on: ReturnType<typeof journey>) => signedAnswer({ now: on.time.now, requestId: undefined })

  test('is refused, and the message says what to do', async () => {
    const on = journey()
    for (const relayState of [undefined, '', 'https://evil.test/']) await on.post(unasked(on), relayState)
    expect(on.failures.map(({ type }) => type)).toEqual(['csrf_detected', 'csrf_detected', 'csrf_detected'])
    expect(on.failures[0]?.message).toContain('Sign in with the button of the provider here')
  })

  test('is accepted once if the configuration allows it, and RelayState is not a place to return to', async () => {
    const on = journey({ allow_idp_initiated: true })
    await on.post(unasked(on), 'https://evil.test/')
    expect(on.successes).toMatchObject([{ auth: { uid: 'jane' }, origin: undefined }])
    await on.post(unasked(on))
    expect(on.failures[0]?.message).toBe('The assertion was already used')
  })

  test('can not use an answer to a request of another browser', async () => {
    const on = journey({ allow_idp_initiated: true })
    const { answer } = await on.press()
    await on.post(signedAnswer(answer))
    expect(on.failures[0]?.message).toBe('The response belongs to another request')
    await on.post(signedAnswer({ ...answer, responseRequestId: undefined }))
    expect(on.failures[1]?.message).toContain('to another request')
  })
})

test('the entity id is the URL of the request path, unless the configuration sets one', async () => {
  const on = journey({ issuer: undefined })
  const { request, relayState, answer } = await on.press()
  expect(request).toContain('>https://app.test/users/auth/saml</saml:Issuer>')
  await on.post(signedAnswer({ ...answer, audience: 'https://app.test/users/auth/saml' }), relayState)
  expect(on.successes).toHaveLength(1)
  expect(args.issuer).toBe('https://app.test/sp')
})
