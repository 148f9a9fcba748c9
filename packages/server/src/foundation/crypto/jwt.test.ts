import { createHmac, createPublicKey, sign } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { fixedClock } from '#foundation/clock'
import { generateSigningKey, importPrivateKey, importPublicKey, type JwtClaims, signJwt, verifyJwt } from './jwt.ts'

const start = Date.UTC(2026, 10, 23)
const iat = start / 1000
const claims = { sub: 'someone', iat, exp: iat + 300 }

let made: Awaited<ReturnType<typeof generateSigningKey>>
beforeAll(async () => {
  made = await generateSigningKey()
})

const signingKey = () => ({ kid: made.kid, privateKey: importPrivateKey(made.privateKeyPem) })
const known = () => new Map([[made.kid, importPublicKey(made.publicJwk.n, made.publicJwk.e)]])
const read = (token: string, at = start) => {
  const keys = known()
  return verifyJwt({ findKey: (kid) => keys.get(kid), clock: fixedClock(at) }, token)
}
const reasonFor = async (token: string, at = start) => {
  const verdict = await read(token, at)
  return verdict.valid ? 'valid' : verdict.reason
}

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
/** A token with any header, correctly signed by the server's key. */
const forge = (header: unknown, payload: unknown = claims) => {
  const signed = `${encode(header)}.${encode(payload)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), made.privateKeyPem).toString('base64url')}`
}

describe('signing keys', () => {
  it('are RSA keys of 2048 bits, with a key id in the form of Cognito', () => {
    expect(made.kid).toMatch(/^[A-Za-z0-9+/]{43}=$/)
    expect(createPublicKey(made.privateKeyPem).asymmetricKeyDetails?.modulusLength).toBe(2048)
  })

  it('publish only their public half [A62]', () => {
    expect(Object.keys(made.publicJwk).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  })

  it('are parsed only once', () => {
    expect(importPrivateKey(made.privateKeyPem)).toBe(importPrivateKey(made.privateKeyPem))
  })
})

describe('tokens', () => {
  it('can be verified, and have a header of kid and alg', async () => {
    const token = await signJwt(signingKey(), claims)
    expect(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).toBe(`{"kid":"${made.kid}","alg":"RS256"}`)
    expect(await read(token)).toEqual({ valid: true, kid: made.kid, claims })
  })

  it('are refused with any other algorithm [A50]', async () => {
    for (const alg of ['none', 'None', 'nOnE', 'RS512', 'PS256', 'rs256', '', 1, null]) {
      expect(await reasonFor(forge({ kid: made.kid, alg })), String(alg)).toBe('malformed')
    }
    const unsigned = `${encode({ kid: made.kid, alg: 'RS256' })}.${encode(claims)}.`
    expect(await reasonFor(unsigned)).toBe('signature')
    const signed = `${encode({ kid: made.kid, alg: 'HS256' })}.${encode(claims)}`
    const pem = createPublicKey(made.privateKeyPem).export({ format: 'pem', type: 'spki' })
    expect(await reasonFor(`${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`)).toBe(
      'malformed',
    )
  })

  it('are verified only with a key that is found by its id [A52]', async () => {
    for (const kid of ['../../etc/passwd', "' OR 1=1--", '__proto__', 'constructor', '']) {
      expect(await reasonFor(forge({ kid, alg: 'RS256' })), kid).toBe('signature')
    }
    for (const kid of [1, null, {}, undefined, 'x'.repeat(1_000_000)]) {
      expect(await reasonFor(forge({ kid, alg: 'RS256' }))).toBe('malformed')
    }
    const other = await generateSigningKey()
    const foreign = await signJwt({ kid: made.kid, privateKey: importPrivateKey(other.privateKeyPem) }, claims)
    expect(await reasonFor(foreign)).toBe('signature')
  })

  it('are refused with additional header members [A53]', async () => {
    for (const more of [
      { jku: 'http://evil' },
      { crit: ['exp'] },
      { b64: false },
      { zip: 'DEF' },
      { typ: 'JWT' },
      { x5c: [] },
    ]) {
      expect(await reasonFor(forge({ kid: made.kid, alg: 'RS256', ...more }))).toBe('malformed')
    }
    expect(await reasonFor(forge(`{"kid":"a","kid":"${made.kid}","alg":"RS256"}`))).toBe('malformed')
  })

  it('are valid only between their times [A54]', async () => {
    const token = await signJwt(signingKey(), claims)
    expect(await reasonFor(token, start + 299_999)).toBe('valid')
    expect(await reasonFor(token, start + 300_000)).toBe('expired')
    expect(await reasonFor(token, start - 60_000)).toBe('valid')
    expect(await reasonFor(token, start - 61_000)).toBe('malformed')
    const odd: JwtClaims[] = [
      { exp: String(iat + 300) },
      { exp: 1e308 },
      { exp: undefined },
      { exp: null },
      { iat: undefined },
      { iat: '1' },
      { nbf: 'soon' },
      { nbf: iat + 61 },
    ]
    for (const claim of odd)
      expect(await reasonFor(forge({ kid: made.kid, alg: 'RS256' }, { ...claims, ...claim }))).toBe('malformed')
    for (const payload of ['[]', 'null', '"text"', '{', '\ufffd'])
      expect(await reasonFor(forge({ kid: made.kid, alg: 'RS256' }, payload))).toBe('malformed')
  })

  it('are refused in any other spelling of their three parts [A58]', async () => {
    const token = await signJwt(signingKey(), claims)
    const [header = '', payload = '', signature = ''] = token.split('.')
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    expect(await reasonFor(`${header}.${payload}.${flipped}`)).toBe('signature')
    expect(await reasonFor(`${header}.${encode({ ...claims, sub: 'other' })}.${signature}`)).toBe('signature')
    const bad = [
      '',
      '..',
      `${token}=`,
      `${token}==`,
      ` ${token}`,
      `${token}\n`,
      `${token}.x`,
      `${token}.x.y`,
      `${header}.${payload}`,
      `${header}.${payload}.${signature.replace(/.$/, '!')}`,
      `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.a.b.c.d`,
      token.replaceAll('.', '..'),
    ]
    for (const text of bad) expect(await reasonFor(text), text.slice(-20)).toBe('malformed')
  })
})
