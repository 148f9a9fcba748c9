import { describe, expect, test } from 'vitest'
import { failureOf } from '../application.ts'
import {
  type Answer,
  assertionXml,
  type EncryptionOptions,
  encrypted,
  responseXml,
  type SigningOptions,
  sign,
  signedAnswer,
} from './identity-provider.ts'
import { attempt, journey } from './journey.ts'
import { idpKeys, otherKeys } from './keys.ts'

const signatureOf = (xml: string) => /<ds:Signature .*<\/ds:Signature>/s.exec(xml)?.[0] ?? ''
const without = (xml: string, part: string) => xml.replace(part, '')
const evil = (xml: string) =>
  xml.replace('ID="_a1"', 'ID="_e1"').replace('ID="_r1"', 'ID="_e2"').replace('>jane<', '>admin<')
const inside = (xml: string, part: string) => xml.replace(/(<\/saml:Issuer>)/, `$1${part}`)
const atEnd = (xml: string, part: string) => xml.replace(/(<\/[\w:]+>)$/, `${part}$1`)

/** A signed assertion, the same assertion without its signature, the signature, and a forged assertion. */
function pieces(answer: Answer) {
  const signed = sign(assertionXml(answer), 'Assertion')
  const signature = signatureOf(signed)
  const bare = without(signed, signature)
  return { signed, signature, bare, forged: evil(bare) }
}

/** The same for a signed response. */
function wholePieces(answer: Answer) {
  const signed = sign(responseXml(answer, assertionXml(answer)), 'Response')
  const signature = signatureOf(signed)
  return { signature, bare: without(signed, signature), forged: evil(without(signed, signature)) }
}

const object = (xml: string) => `<ds:Object>${xml}</ds:Object>`
const intoSignature = (signature: string, part: string) => atEnd(signature, part)

describe('signature wrapping is refused [A116]', () => {
  test.each<[string, (answer: Answer) => string, string]>([
    [
      '1: the signed response inside the signature of a forged one',
      (answer) => {
        const { signature, bare, forged } = wholePieces(answer)
        return inside(forged, intoSignature(signature, bare))
      },
      'contains another response',
    ],
    [
      '2: the signed response next to the signature',
      (answer) => {
        const { signature, bare, forged } = wholePieces(answer)
        return inside(forged, `${bare}${signature}`)
      },
      'contains another response',
    ],
    [
      '3: a forged assertion before the signed one',
      (answer) => {
        const { signed, forged } = pieces(answer)
        return responseXml(answer, `${forged}${signed}`)
      },
      'has more than one assertion',
    ],
    [
      '4: the signed assertion inside a forged one',
      (answer) => {
        const { signed, forged } = pieces(answer)
        return responseXml(answer, atEnd(forged, signed))
      },
      'has more than one assertion',
    ],
    [
      '5: the signature in a forged assertion, with the signed one after it',
      (answer) => {
        const { bare, forged, signature } = pieces(answer)
        return responseXml(answer, `${inside(forged, signature)}${bare}`)
      },
      'has more than one assertion',
    ],
    [
      '6: the signed assertion inside the signature of a forged one',
      (answer) => {
        const { bare, forged, signature } = pieces(answer)
        return responseXml(answer, inside(forged, intoSignature(signature, bare)))
      },
      'has more than one assertion',
    ],
    [
      '7: a forged assertion among extensions',
      (answer) => {
        const { signed, forged } = pieces(answer)
        return responseXml({ ...answer, extensions: `<samlp:Extensions>${forged}</samlp:Extensions>` }, signed)
      },
      'has more than one assertion',
    ],
    [
      '8: the signed assertion in an object of the signature of a forged one',
      (answer) => {
        const { bare, forged, signature } = pieces(answer)
        return responseXml(answer, inside(forged, intoSignature(signature, object(bare))))
      },
      'has more than one assertion',
    ],
    [
      'the signature of the signed assertion in a forged one',
      (answer) => {
        const { forged, signature } = pieces(answer)
        return responseXml(answer, inside(forged, signature))
      },
      'has a signature of another element',
    ],
    [
      'an object in the signature',
      (answer) => {
        const { bare, signature } = pieces(answer)
        return responseXml(answer, inside(bare, intoSignature(signature, object('<x/>'))))
      },
      'has unknown elements in a signature',
    ],
    [
      'the signature outside of its assertion',
      (answer) => {
        const { bare, signature } = pieces(answer)
        return responseXml({ ...answer, extensions: `<samlp:Extensions>${signature}</samlp:Extensions>` }, bare)
      },
      'has a signature in the wrong place',
    ],
    [
      'an assertion that is not directly below the response',
      (answer) => responseXml(answer, `<samlp:Extensions>${pieces(answer).signed}</samlp:Extensions>`),
      'has its assertion in the wrong place',
    ],
    [
      'two elements with the same id',
      (answer) => responseXml({ ...answer, extensions: '<samlp:Extensions Id="_a1"/>' }, pieces(answer).signed),
      'has two elements with the same id',
    ],
    [
      'two signed assertions',
      (answer) => {
        const second = sign(assertionXml({ ...answer, assertionId: '_a2' }), 'Assertion')
        return responseXml(answer, `${pieces(answer).signed}${second}`)
      },
      'has more than one assertion',
    ],
    [
      'two signatures in one assertion',
      (answer) => {
        const { signed, signature } = pieces(answer)
        return responseXml(answer, inside(signed, signature))
      },
      'is signed more than once',
    ],
  ])('%s', async (_, make, why) => {
    expect(await attempt(make)).toEqual({ type: 'invalid_ticket', message: `The SAML message ${why}` })
  })
})

const unverified = 'The signature of the SAML message could not be verified'

describe('an answer without a valid signature is refused [A116]', () => {
  test.each<[string, (answer: Answer) => string, string]>([
    [
      'no signature',
      (answer) => responseXml(answer, assertionXml(answer)),
      'Neither the response nor the assertion is signed',
    ],
    [
      'a removed signature',
      (answer) => responseXml(answer, without(pieces(answer).signed, pieces(answer).signature)),
      'Neither the response nor the assertion is signed',
    ],
    ['a changed name id', (answer) => signedAnswer(answer).replace('>jane<', '>admin<'), unverified],
    [
      'a changed assertion in a signed response',
      (answer) => sign(responseXml(answer, assertionXml(answer)), 'Response').replace('>jane<', '>admin<'),
      unverified,
    ],
    [
      'a signature without a value',
      (answer) => signedAnswer(answer).replace(/(<ds:SignatureValue>)[^<]*/, '$1'),
      unverified,
    ],
    [
      'another certificate, which is part of the signature',
      (answer) => signedAnswer(answer, { keys: otherKeys }),
      unverified,
    ],
    [
      'another key with the right certificate',
      (answer) => signedAnswer(answer, { keys: otherKeys, keyInfo: idpKeys.cert }),
      unverified,
    ],
  ])('%s', async (_, make, why) => {
    expect(await attempt(make)).toEqual({ type: 'invalid_ticket', message: why })
  })

  test.each<[string, (xml: string) => string]>([
    ['another signature', (xml) => xml.replace(/(<ds:SignatureValue>).{4}/, '$1AAAA')],
    ['another content', (xml) => xml.replace('>jane<', '>admin<')],
    ['another digest', (xml) => xml.replace(/(<ds:DigestValue>).{4}/, '$1AAAA')],
  ])('%s takes a time proportional to its size, because the library does not check it', async (_, change) => {
    const on = journey()
    expect(await attempt((answer) => change(signedAnswer(answer)), on)).toMatchObject({ message: unverified })
    expect(on.failures[0]?.cause).toBe('No certificate fits the signature')
  })

  test('a certificate with another fingerprint', async () => {
    const pinned = { idp_cert: undefined, idp_cert_fingerprint: 'ab'.repeat(32) }
    expect((await attempt(signedAnswer, journey(pinned)))?.message).toContain(
      'no certificate with the configured fingerprint',
    )
  })

  const sha1 = 'http://www.w3.org/2000/09/xmldsig#sha1'
  const rsaSha1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
  const hmac = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'
  const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
  const withComments = 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments'
  test.each<[string, SigningOptions, string]>([
    ['RSA with SHA-1', { method: rsaSha1 }, `SignatureMethod ${rsaSha1}`],
    ['a SHA-1 digest', { digest: sha1 }, `DigestMethod ${sha1}`],
    ['HMAC with the public certificate as its key', { method: hmac, secret: idpKeys.cert }, `SignatureMethod ${hmac}`],
    ['another canonical form', { canonicalization: inclusive }, `CanonicalizationMethod ${inclusive}`],
    ['a canonical form that keeps comments', { transforms: [withComments] }, `Transform ${withComments}`],
  ])('%s', async (_, options, why) => {
    expect(await attempt((answer) => signedAnswer(answer, options))).toEqual({
      type: 'invalid_ticket',
      message: `The SAML message is signed with ${why}, which is not accepted`,
    })
  })

  test('more than two transforms', async () => {
    const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
    const transforms = ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', exclusive, exclusive]
    const failure = await attempt((answer) => signedAnswer(answer, { transforms }))
    expect(failure?.message).toBe('The SAML message has a signature with too many transforms')
  })

  test('an algorithm with line breaks in its name does not forge log lines', async () => {
    const make = (answer: Answer) =>
      signedAnswer(answer).replace('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'x&#10;2026 signed in')
    expect((await attempt(make))?.message).toContain('SignatureMethod unknown, which is not accepted')
    const refusal = await attempt((answer) => responseXml({ ...answer, status: 'x&#10;signed in' }, ''))
    expect(refusal?.message).toBe('The identity provider did not sign the person in: unknown')
  })

  test.each([
    'http://www.w3.org/TR/1999/REC-xslt-19991116',
    'http://www.w3.org/TR/1999/REC-xpath-19991116',
    'http://www.w3.org/2000/09/xmldsig#base64',
  ])('the transform %s', async (transform) => {
    const make = (answer: Answer) =>
      signedAnswer(answer).replace('http://www.w3.org/2000/09/xmldsig#enveloped-signature', transform)
    expect((await attempt(make))?.message).toContain(`Transform ${transform}, which is not accepted`)
  })
})

describe('an answer that is not for this sign-in is refused [A116]', () => {
  test.each<[string, Partial<Answer>, string]>([
    ['another audience', { audience: 'https://other.test/sp' }, 'The assertion is for another audience'],
    [
      'an audience with the same beginning',
      { audience: 'https://app.test/sp2' },
      'The assertion is for another audience',
    ],
    ['no audience', { audience: undefined }, 'The assertion has no audience'],
    [
      'another recipient',
      { recipient: 'https://other.test/acs' },
      'The subject is not confirmed: it has another recipient',
    ],
    ['another destination', { destination: 'https://other.test/acs' }, 'The response has another destination'],
    ['expired conditions', { notOnOrAfter: -60 }, 'The assertion has expired'],
    ['not valid yet', { notBefore: 61 }, 'The assertion is not valid yet'],
    ['an expired confirmation', { confirmedUntil: -60 }, 'The subject is not confirmed: it has expired'],
    ['an expired session', { sessionUntil: -60 }, 'The session at the identity provider is over'],
    ['an answer to another request', { requestId: '_other' }, 'The response belongs to another request'],
    [
      'an assertion to another request',
      { requestId: '_other', responseRequestId: 'right' },
      'The subject is not confirmed: it belongs to another request',
    ],
    ['an answer to no request', { requestId: undefined }, 'The response belongs to another request'],
    ['another issuer', { issuer: 'https://evil.test' }, 'The assertion has another issuer'],
    [
      'another issuer of the response',
      { responseIssuer: 'https://evil.test' },
      'Response and assertion have different issuers',
    ],
    ['another version of SAML', { version: '1.1' }, 'The answer is not SAML 2.0'],
    [
      'a confirmation that is not for bearers',
      { method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' },
      'The assertion has no bearer confirmation',
    ],
    ['an unknown condition', { conditions: '<x:Only xmlns:x="urn:x"/>' }, 'The assertion has an unknown condition'],
  ])('%s', async (_, changed, message) => {
    const make = (answer: Answer) => {
      const right = changed.responseRequestId === 'right' ? { responseRequestId: answer.requestId } : {}
      return signedAnswer({ ...answer, ...changed, ...right })
    }
    expect(await attempt(make)).toEqual({ type: 'invalid_ticket', message })
  })

  test('a repeated answer, with a restored cookie', async () => {
    const on = journey()
    const { relayState, answer } = await on.press()
    const cookies = [...on.cookies]
    await on.post(signedAnswer(answer), relayState)
    for (const [name, value] of cookies) on.cookies.set(name, value)
    await on.post(signedAnswer(answer), relayState)
    expect(on.successes).toHaveLength(1)
    expect(on.failures.map(({ message }) => message)).toEqual(['The assertion was already used'])
  })

  test('an answer with the RelayState of another browser', async () => {
    const [victim, attacker] = [journey(), journey()]
    const { relayState, answer } = await attacker.press()
    await victim.post(signedAnswer(answer), relayState)
    expect(victim.failures[0]?.type).toBe('csrf_detected')
  })

  test('an answer to another sign-in of the same browser', async () => {
    const on = journey()
    const [first, second] = [await on.press(), await on.press()]
    await on.post(signedAnswer(first.answer), second.relayState)
    expect(on.failures[0]?.message).toBe('The response belongs to another request')
  })

  test('RelayState is not a place to return to', async () => {
    const on = journey({}, { options: { onSuccess: ({ origin }) => new Response(String(origin)) } })
    const { relayState, answer } = await on.press()
    expect(await (await on.post(signedAnswer(answer), relayState))?.text()).toBe('undefined')
  })
})

describe('XML that parsers read differently is refused [A116]', () => {
  const shape = 'The SAML message has a comment, CDATA, a processing instruction or a document type'
  test.each<[string, (xml: string) => string, string]>([
    ['a comment in the name id', (xml) => xml.replace('>jane<', '>jane<!---->.evil<'), shape],
    ['CDATA', (xml) => xml.replace('>jane<', '><![CDATA[jane]]><'), shape],
    ['a processing instruction', (xml) => xml.replace('>jane<', '>jane<?x?><'), shape],
    [
      'entities that expand',
      (xml) => `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>${xml.replace('>jane<', '>&b;<')}`,
      shape,
    ],
    [
      'external entities',
      (xml) => `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml.replace('>jane<', '>&x;<')}`,
      shape,
    ],
    ['an external document type', (xml) => `<!DOCTYPE r SYSTEM "https://evil.test/x.dtd">${xml}`, shape],
    [
      'an unknown entity',
      (xml) => xml.replace('>jane<', '>&nbsp;<'),
      'The SAML message refers to an unknown entity or character',
    ],
    ['content after the end', (xml) => `${xml}<x/>`, 'The SAML message has content after its end'],
    ['an unclosed element', (xml) => xml.replace('</saml:Subject>', ''), 'The SAML message is not well formed'],
    [
      'a repeated attribute',
      (xml) => xml.replace('ID="_a1"', 'ID="_a1" ID="_a1"'),
      'The SAML message has the same attribute twice',
    ],
    ['no quotes', (xml) => xml.replace('ID="_r1"', 'ID=_r1'), 'The SAML message is not well formed'],
    [
      'deep nesting',
      (xml) => xml.replace('<samlp:Status>', `${'<x>'.repeat(5000)}${'</x>'.repeat(5000)}<samlp:Status>`),
      'The SAML message has too many elements',
    ],
    [
      'too many elements',
      (xml) => xml.replace('<samlp:Status>', `${'<x/>'.repeat(2000)}<samlp:Status>`),
      'The SAML message has too many elements',
    ],
    [
      'too many attributes',
      (xml) =>
        xml.replace(
          '<samlp:Status>',
          `<x ${Array.from({ length: 33 }, (_, n) => `a${n}=""`).join(' ')}/><samlp:Status>`,
        ),
      'The SAML message has too many attributes',
    ],
    ['a NUL', (xml) => xml.replace('>jane<', '>ja\0ne<'), 'The SAML message has characters that XML does not allow'],
  ])('%s', async (_, change, message) => {
    expect(await attempt((answer) => change(signedAnswer(answer)))).toEqual({ type: 'invalid_ticket', message })
  })

  test('signed elements inside the name id', async () => {
    const failure = await attempt((answer) => signedAnswer({ ...answer, nameId: 'admin<x>@evil.test</x>' }))
    expect(failure?.message).toBe('The SAML message has elements inside NameID, which must be a text')
  })

  test('a message that is not base64, not UTF-8, or repeated', async () => {
    const on = journey()
    const bodies: [string, string][][] = [
      [['SAMLResponse', '@@@@']],
      [['SAMLResponse', Buffer.from('<a>\xff</a>', 'latin1').toString('base64')]],
      [
        ['SAMLResponse', 'PGEvPg=='],
        ['SAMLResponse', 'PGEvPg=='],
      ],
      [['Other', '']],
    ]
    for (const body of bodies) {
      const { relayState } = await on.press()
      const form = new URLSearchParams([...body, ['RelayState', relayState]])
      await on.request('/users/auth/saml/callback', { method: 'POST', body: form })
    }
    expect(on.failures.map(({ message }) => message)).toEqual([
      'The SAML message is not base64',
      'The SAML message is not UTF-8',
      'The callback must have exactly one SAMLResponse',
      'The callback must have exactly one SAMLResponse',
    ])
  })
})

describe('the size of a message is limited [A116]', () => {
  const padded = (xml: string, bytes: number) => xml.replace('<samlp:Status>', `${' '.repeat(bytes)}<samlp:Status>`)

  test('a message of 250000 bytes, GitLab`s limit, is accepted, and a larger one is refused before it is parsed', async () => {
    const size = (answer: Answer) => Buffer.byteLength(signedAnswer(answer))
    expect(await attempt((answer) => padded(signedAnswer(answer), 250_000 - size(answer)))).toBeUndefined()
    const failure = await attempt((answer) => padded(signedAnswer(answer), 250_003 - size(answer)))
    expect(failure?.message).toBe('The SAML message is larger than 250000 bytes')
  })

  test('a much larger form is not read', async () => {
    const failure = await attempt((answer) => padded(signedAnswer(answer), 600_000))
    expect(failure?.message).toBe('The form is larger than 465536 bytes')
  })

  test('saml_message_max_byte_size sets the limit', async () => {
    const failure = await attempt(signedAnswer, journey({ saml_message_max_byte_size: 1000 }))
    expect(failure?.message).toBe('The SAML message is larger than 1000 bytes')
  })
})

describe('an encrypted assertion is refused safely [A116]', () => {
  const own = { certificate: otherKeys.cert, private_key: otherKeys.key }
  const sealed = (options: EncryptionOptions, change = (assertion: string) => assertion) =>
    attempt(
      (answer) =>
        responseXml(
          answer,
          encrypted(change(sign(assertionXml(answer), 'Assertion')), { cert: otherKeys.cert, ...options }),
        ),
      journey(own),
    )

  test('all failures that depend on the key give the same error', async () => {
    const failures = [
      await sealed({ cert: idpKeys.cert }),
      await sealed({ cipher: 'aes-256-cbc', padding: 0 }),
      await sealed({ cipher: 'aes-256-cbc', padding: 17 }),
      await sealed({}, () => 'not xml'),
      await sealed({}, (assertion) => assertion.replace('>jane<', '>admin<')),
      await sealed({}, (assertion) => assertion.replace('>jane<', '>jane<!---->.evil<')),
      await sealed({}, (assertion) => assertion.replace(/rsa-sha256/, 'rsa-sha1')),
      await sealed({}, (assertion) => assertion.replace(/<ds:Signature.*<\/ds:Signature>/s, '')),
    ]
    expect(new Set(failures.map((failure) => failure?.message))).toEqual(new Set([unverified]))
  })

  test('PKCS#1 v1.5, and encryption without a configured key, are refused', async () => {
    const failure = await sealed({ wrapping: 'http://www.w3.org/2001/04/xmlenc#rsa-1_5' })
    expect(failure?.message).toContain("The assertion's key must be encrypted with")
    const none = await attempt((answer) => responseXml(answer, encrypted(assertionXml(answer))))
    expect(none?.message).toBe('The assertion is encrypted, but the configuration has no private_key')
  })

  test('an encrypted assertion without a signature', async () => {
    const failure = await attempt(
      (answer) => responseXml(answer, encrypted(assertionXml(answer), { cert: otherKeys.cert })),
      journey(own),
    )
    expect(failure?.message).toBe(unverified)
  })

  test('an encrypted assertion whose signer has another fingerprint', async () => {
    const pinned = { ...own, idp_cert: undefined, idp_cert_fingerprint: '00'.repeat(32) }
    const failure = await attempt(
      (answer) => responseXml(answer, encrypted(sign(assertionXml(answer), 'Assertion'), { cert: otherKeys.cert })),
      journey(pinned),
    )
    expect(failure?.message).toBe(unverified)
  })
})

test('the failure page gets the type of a failure, and not its message', async () => {
  const on = journey({}, { options: { onFailure: undefined as never } })
  const { relayState } = await on.press()
  expect(failureOf(await on.post('<x/>', relayState))).toBe('invalid_ticket')
})
