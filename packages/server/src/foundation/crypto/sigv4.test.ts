import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, it } from 'vitest'
import { fixedClock } from '#foundation/clock'
import { type SignableRequest, signRequest, verifyRequest } from './sigv4.ts'

const accessKeyId = 'AKIDEXAMPLE'.padEnd(16, '0')
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const start = Date.UTC(2015, 7, 30, 12, 36, 0)
const region = 'us-east-1'

const verifier = (over: Partial<Parameters<typeof verifyRequest>[0]> = {}) => ({
  clock: fixedClock(start),
  region,
  service: 'cognito-idp',
  findSecret: async (id: string) => (id === accessKeyId ? secret : undefined),
  ...over,
})

const plain: SignableRequest = {
  method: 'POST',
  path: '/',
  query: '',
  headers: {
    host: 'localhost:9229',
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers',
  },
  body: '{"UserPoolId":"us-east-1_AbC123xyz"}',
}

function signed(
  over: Partial<SignableRequest> = {},
  by: Partial<Parameters<typeof signRequest>[0]> = {},
): SignableRequest {
  const request = { ...plain, ...over }
  const own = { clock: fixedClock(start), accessKeyId, secret, region, service: 'cognito-idp', ...by }
  return { ...request, headers: { ...request.headers, ...signRequest(own, request) } }
}

const withHeaders = (request: SignableRequest, headers: SignableRequest['headers']): SignableRequest => ({
  ...request,
  headers: { ...request.headers, ...headers },
})

const refusal = async (request: SignableRequest, over = {}): Promise<string> =>
  verifyRequest(verifier(over), request).then(
    () => 'accepted',
    (error: Error) => error.name,
  )

/** AWS's published vectors. Their key id is shorter than real ones, so it is replaced here. It is not part of the signature. */
const vectors: [name: string, request: Partial<SignableRequest>, signedHeaders: string, signature: string][] = [
  ['get-vanilla', {}, 'host;x-amz-date', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-query-order-key-case',
    { query: 'Param2=value2&Param1=value1' },
    'host;x-amz-date',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-vanilla-empty-query-key',
    { query: 'Param1=value1' },
    'host;x-amz-date',
    'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
  ],
  [
    'get-unreserved',
    { path: '/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz' },
    'host;x-amz-date',
    '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  ],
  ['get-utf8', { path: '/ሴ' }, 'host;x-amz-date', '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85'],
  [
    'get-space',
    { path: '/example space/' },
    'host;x-amz-date',
    '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741',
  ],
  ['get-slash', { path: '//' }, 'host;x-amz-date', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-relative',
    { path: '/example/..' },
    'host;x-amz-date',
    '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  ],
  [
    'post-vanilla',
    { method: 'POST' },
    'host;x-amz-date',
    '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  ],
  [
    'get-header-value-trim',
    { headers: { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' } },
    'host;my-header1;my-header2;x-amz-date',
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
  [
    'post-x-www-form-urlencoded',
    { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'Param1=value1' },
    'content-type;host;x-amz-date',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
]

describe('the published vectors', () => {
  it.each(vectors)('%s [A85]', async (_name, { headers, ...over }, signedHeaders, signature) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20150830/us-east-1/service/aws4_request, SignedHeaders=${signedHeaders}, Signature=${signature}`
    const date = '20150830T123600Z'
    const request = {
      ...{ method: 'GET', path: '/', query: '', body: '' },
      ...over,
      headers: { host: 'example.amazonaws.com', 'x-amz-date': date, ...headers, authorization },
    }
    expect(await verifyRequest(verifier({ service: 'service' }), request)).toEqual({ accessKeyId })
  })
})

/** The digest that the SDK's signer needs. */
class Sha256 {
  private readonly hash
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = key === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(key))
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytesOf(data))
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest()
  }
  reset(): void {}
}

const bytesOf = (data: string | ArrayBuffer | ArrayBufferView): Buffer => {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data)
}

describe('the signer of the SDK', () => {
  const sdk = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey: secret },
    region,
    service: 'cognito-idp',
    sha256: Sha256,
  })
  const corpus: [path: string, query: Record<string, string | string[]>][] = [
    ['/', {}],
    ['/a%20b/c', { x: '1' }],
    ['//a//b/', { b: ['2', '1'], a: 'ü & =' }],
    ['/a%2Fb', { "a'b": '(*)!' }],
    ['/a/./b/../c', {}],
  ]

  it.each(corpus)('signs requests to %s that are accepted [A85]', async (path, query) => {
    const toSign = {
      method: 'POST',
      protocol: 'http:',
      hostname: 'localhost',
      path,
      query,
      headers: { ...plain.headers, host: 'localhost:9229', 'amz-sdk-request': 'attempt=1;  max=3' } as Record<
        string,
        string
      >,
      body: plain.body,
    }
    const { headers } = await sdk.sign(toSign, { signingDate: new Date(start) })
    const encode = (text: string) =>
      encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
    const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
    const wire: SignableRequest = {
      ...plain,
      path,
      query: pairs.map((pair) => pair.map((part) => encode(part ?? '')).join('=')).join('&'),
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    }
    expect(await verifyRequest(verifier(), wire)).toEqual({ accessKeyId })
    expect(await refusal({ ...wire, path: `${path}x` })).toBe('InvalidSignatureException')
    expect(await refusal({ ...wire, query: `${wire.query}&y=1` })).toBe('InvalidSignatureException')
  })
})

describe('the verification', () => {
  it('returns the access key that signed', async () => {
    expect(await verifyRequest(verifier(), signed())).toEqual({ accessKeyId })
  })

  it('refuses a request without a header [A80]', async () => {
    expect(await refusal(plain)).toBe('MissingAuthenticationTokenException')
  })

  it('refuses an unknown access key [A80]', async () => {
    expect(await refusal(signed({}, { accessKeyId: 'PHIA000000000000XXXX' }))).toBe('UnrecognizedClientException')
    expect(await refusal(signed({}, { secret: '' }), { findSecret: async () => '' })).toBe(
      'UnrecognizedClientException',
    )
  })

  it('refuses a wrong or an empty secret [A80]', async () => {
    expect(await refusal(signed({}, { secret: 'wrong' }))).toBe('InvalidSignatureException')
    expect(await refusal(signed({}, { secret: '' }))).toBe('InvalidSignatureException')
  })

  it('refuses a signature for another region or service [A80]', async () => {
    expect(await refusal(signed({}, { region: 'eu-west-1' }))).toBe('InvalidSignatureException')
    expect(await refusal(signed({}, { service: 's3' }))).toBe('InvalidSignatureException')
  })

  it('refuses a signature more than five minutes old or ahead [A81]', async () => {
    const at = (ms: number) => refusal(signed(), { clock: fixedClock(start + ms) })
    expect([await at(300_000), await at(-300_000)]).toEqual(['accepted', 'accepted'])
    for (const ms of [301_000, -301_000, 360_000, -360_000, 86_400_000, -86_400_000]) {
      expect(await at(ms)).toBe('InvalidSignatureException')
    }
  })

  it('refuses a signature of another day than the scope [A81]', async () => {
    const request = signed()
    const authorization = String(request.headers['authorization']).replace('/20150830/', '/20150829/')
    expect(await refusal(withHeaders(request, { authorization }))).toBe('InvalidSignatureException')
  })

  it('accepts the same request again within five minutes [A82]', async () => {
    const request = signed()
    expect([await refusal(request), await refusal(request)]).toEqual(['accepted', 'accepted'])
  })

  it('refuses a presigned query, another algorithm and a session token [A84]', async () => {
    const query = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-Signature=b'
    expect(await refusal({ ...plain, query })).toBe('MissingAuthenticationTokenException')
    const request = signed()
    const asymmetric = String(request.headers['authorization']).replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256')
    expect(await refusal(withHeaders(request, { authorization: asymmetric }))).toBe('IncompleteSignatureException')
    const temporary = signed({ headers: { ...plain.headers, 'x-amz-security-token': 'token' } })
    expect(await refusal(temporary)).toBe('UnrecognizedClientException')
  })

  it('refuses a header that it can not read', async () => {
    const request = signed()
    const good = String(request.headers['authorization'])
    const bad = [
      'Bearer abc',
      'AWS4-HMAC-SHA256',
      good.replace('Signature=', 'Other='),
      good.replace('SignedHeaders=', 'Other='),
      good.replace('Credential=', 'Other='),
      `${good}, Signature=${'0'.repeat(64)}`,
      good.replace('/aws4_request', ''),
      good.slice(0, -1),
      good.replace(/Signature=.*/, `Signature=${'G'.repeat(64)}`),
    ]
    for (const authorization of bad) {
      expect(await refusal(withHeaders(request, { authorization })), authorization).toBe('IncompleteSignatureException')
    }
    expect(await refusal(withHeaders(request, { 'x-amz-date': 'yesterday' }))).toBe('IncompleteSignatureException')
  })

  it('refuses a request that was changed after signing', async () => {
    const request = signed()
    const changes: Partial<SignableRequest>[] = [
      { method: 'PUT' },
      { body: '{}' },
      { query: 'a=b' },
      { query: '%zz' },
      { path: '/other' },
      withHeaders(request, { host: 'evil' }),
      withHeaders(request, { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminDeleteUser' }),
      withHeaders(request, { 'content-type': 'text/plain' }),
      withHeaders(request, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
      withHeaders(request, { 'x-amz-extra': 'added' }),
    ]
    for (const change of changes) {
      expect(await refusal({ ...request, ...change }), JSON.stringify(change)).toBe('InvalidSignatureException')
    }
  })

  it.each(['host', 'content-type', 'x-amz-target'])('refuses a request whose header %s is not signed', async (name) => {
    const { [name]: _, ...headers } = plain.headers
    const unsigned = signed({ headers })
    expect(await refusal(withHeaders(unsigned, { [name]: plain.headers[name] }))).toBe('InvalidSignatureException')
  })

  it('refuses a payload with another digest than the declared one', async () => {
    const digest = (text: string) => createHash('sha256').update(text).digest('hex')
    const declaring = (text: string) => signed({ headers: { ...plain.headers, 'x-amz-content-sha256': digest(text) } })
    expect(await refusal(declaring(String(plain.body)))).toBe('accepted')
    expect(await refusal(declaring('{}'))).toBe('InvalidSignatureException')
    const unsignedPayload = signed({ headers: { ...plain.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } })
    expect(await refusal(unsignedPayload)).toBe('InvalidSignatureException')
  })

  it('accepts the date in the Date header', async () => {
    const date = '20150830T123600Z'
    const { 'x-amz-date': _, ...headers } = signed().headers
    expect(await refusal({ ...plain, headers: { ...headers, date } })).toBe('InvalidSignatureException')
    expect(await refusal({ ...plain, headers })).toBe('IncompleteSignatureException')
  })

  it('never repeats the header in a refusal', async () => {
    const error: unknown = await verifyRequest(verifier(), signed({}, { secret: 'wrong' })).catch((caught) => caught)
    expect(String(error)).not.toContain('Credential=')
    expect(String(error)).not.toMatch(/[0-9a-f]{64}/)
  })
})
