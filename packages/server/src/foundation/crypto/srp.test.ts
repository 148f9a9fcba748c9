import { createHash, createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { G, modPow, N } from './mod-pow.ts'
import { seededRandom } from './random.ts'
import {
  beginServer,
  claimSignature,
  createVerifier,
  deriveKey,
  padHex,
  parseClaimTimestamp,
  parsePublicA,
  poolNameOf,
  simulatedVerifier,
} from './srp.ts'

interface PublishedHelper {
  getLargeAValue(take: (error: unknown, value: { toString(radix: number): string }) => void): void
  getPasswordAuthenticationKey(
    username: string,
    password: string,
    publicB: object,
    salt: object,
    take: (error: unknown, key: Uint8Array) => void,
  ): void
}

/** The modules of the published client have no types. */
const published = createRequire(import.meta.url)
const { default: AuthenticationHelper } = published('amazon-cognito-identity-js/lib/AuthenticationHelper.js') as {
  default: new (poolName: string) => PublishedHelper
}
const { default: BigInteger } = published('amazon-cognito-identity-js/lib/BigInteger.js') as {
  default: new (text: string, radix: number) => object
}
const { default: DateHelper } = published('amazon-cognito-identity-js/lib/DateHelper.js') as {
  default: new () => { getNowString(): string }
}

const poolName = 'AbC123xyz'
const username = '3f1c2e9a-1111-4222-8333-444455556666'

/** Square and multiply, slow and simple. */
function plainPow(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = base % N
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N
    square = (square * square) % N
  }
  return result
}

const sha = (...parts: (string | Buffer)[]): bigint => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return BigInt(`0x${hash.digest('hex')}`)
}
const bytes = (value: bigint): Buffer => Buffer.from(padHex(value), 'hex')

/** An independent client that follows the published formulas, in plain BigInt. */
function clientKey(of: { a: bigint; publicB: string; salt: string; password: string }): Buffer {
  const B = BigInt(`0x${of.publicB}`)
  const u = sha(bytes(plainPow(G, of.a)), bytes(B))
  const inner = createHash('sha256').update(`${poolName}${username}:${of.password}`).digest()
  const x = sha(bytes(BigInt(`0x${of.salt}`)), inner)
  const k = sha(bytes(N), bytes(G))
  const S = plainPow((((B - k * plainPow(G, x)) % N) + N) % N, of.a + u * x)
  const prk = createHmac('sha256', bytes(u)).update(bytes(S)).digest()
  return createHmac('sha256', prk).update('Caldera Derived Key\x01').digest().subarray(0, 16)
}

describe('modular exponentiation', () => {
  it('agrees with plain arithmetic', async () => {
    const number = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n })
    await fc.assert(
      fc.asyncProperty(number(3100n), number(300n), async (base, exponent) => {
        expect(await modPow(base, exponent)).toBe(plainPow(base, exponent))
      }),
      { numRuns: 50 },
    )
  })

  it('works for bases and exponents that OpenSSL refuses', async () => {
    for (const base of [0n, 1n, 2n, N - 2n, N - 1n, N, N + 1n, 3n]) {
      for (const exponent of [0n, 1n, 2n, 3n, (1n << 512n) - 1n]) {
        expect(await modPow(base, exponent)).toBe(plainPow(base, exponent))
      }
    }
    await expect(modPow(2n, 1n << 512n)).rejects.toThrow(RangeError)
    await expect(modPow(2n, -1n)).rejects.toThrow(RangeError)
  })
})

describe('SRP', () => {
  it('agrees with the published client on the key and on the claim [A102]', async () => {
    const random = seededRandom('published client')
    for (const password of ['Passw0rd!', ' leading space', 'ünïcode 🎉', '\u0000nul']) {
      const { salt, verifier } = await createVerifier({ random }, { poolName, username, password })
      const helper = new AuthenticationHelper(poolName)
      const publicA = await new Promise<{ toString(radix: number): string }>((resolve, reject) =>
        helper.getLargeAValue((error, value) => (error ? reject(error) : resolve(value))),
      )
      const parsedA = parsePublicA(publicA.toString(16))
      if (parsedA === undefined) throw new Error('The published client sent an SRP_A that the server refuses.')
      const { privateB, publicB } = await beginServer({ random }, { verifier })
      const theirs = await new Promise<Uint8Array>((resolve, reject) =>
        helper.getPasswordAuthenticationKey(
          username,
          password,
          new BigInteger(publicB, 16),
          new BigInteger(salt, 16),
          (error, key) => (error ? reject(error) : resolve(key)),
        ),
      )
      const ours = await deriveKey({ publicA: parsedA, privateB, publicB, verifier })
      expect(ours.toString('hex')).toBe(Buffer.from(theirs).toString('hex'))
    }
  }, 30_000)

  it('agrees with an independent client, also with leading zero bytes [A102]', async () => {
    const random = seededRandom('independent client')
    const seen = { salt: 0, publicB: 0, topBit: 0 }
    for (let run = 0; run < 60; run++) {
      // A salt that begins with a zero byte, or half a zero byte, is an integer with fewer digits.
      const prefixes = [Buffer.from([0, 0]), Buffer.from([7]), Buffer.alloc(0)]
      const prefix = prefixes[run % prefixes.length] ?? Buffer.alloc(0)
      const salting = { bytes: (length: number) => Buffer.concat([prefix, random.bytes(length - prefix.length)]) }
      const password = `secret ${run}`
      const { salt, verifier } = await createVerifier({ random: salting }, { poolName, username, password })
      const { privateB, publicB } = await beginServer({ random }, { verifier })
      const a = BigInt(`0x${random.bytes(16).toString('hex')}`)
      const key = await deriveKey({ publicA: plainPow(G, a), privateB, publicB, verifier })
      expect(key.toString('hex')).toBe(clientKey({ a, publicB, salt, password }).toString('hex'))
      if (salt.startsWith('0')) seen.salt++
      if (publicB.length < 768) seen.publicB++
      if (padHex(BigInt(`0x${publicB}`)).startsWith('00')) seen.topBit++
    }
    expect(seen.salt).toBeGreaterThan(20)
    expect(seen.publicB).toBeGreaterThan(0)
    expect(seen.topBit).toBeGreaterThan(0)
  }, 60_000)

  it('gives another key for another password, name or pool', async () => {
    const random = seededRandom('others')
    const { salt, verifier } = await createVerifier({ random }, { poolName, username, password: 'right' })
    const { privateB, publicB } = await beginServer({ random }, { verifier })
    const a = 123456789n
    const key = await deriveKey({ publicA: plainPow(G, a), privateB, publicB, verifier })
    expect(clientKey({ a, publicB, salt, password: 'right' })).toEqual(key)
    expect(clientKey({ a, publicB, salt, password: 'wrong' })).not.toEqual(key)
    const claim = { key, poolName, userId: username, secretBlock: 'AAAA', timestamp: 'Mon Nov 3 04:05:06 UTC 2026' }
    const signature = claimSignature(claim)
    for (const other of [{ poolName: 'x' }, { userId: 'x' }, { secretBlock: 'BBBB' }, { timestamp: 'x' }]) {
      expect(claimSignature({ ...claim, ...other })).not.toBe(signature)
    }
  })

  it('refuses public values that would make the key known [A101]', () => {
    const hex = (value: bigint) => value.toString(16)
    const bad = [
      '',
      '0',
      '00',
      hex(N),
      hex(2n * N),
      hex(N + 5n),
      '-1',
      '0x12',
      'xyz',
      ' 1',
      '1\n',
      'f'.repeat(1_000_000),
    ]
    for (const text of bad) expect(parsePublicA(text), text.slice(0, 40)).toBeUndefined()
    expect(parsePublicA(hex(N - 1n))).toBe(N - 1n)
    expect(parsePublicA(`00${hex(N - 1n).toUpperCase()}`)).toBe(N - 1n)
    expect(parsePublicA('abc')).toBe(0xabcn)
  })

  it('derives nothing from a multiple of N [A101]', async () => {
    const of = { privateB: '5', publicB: '7', verifier: '9' }
    await expect(deriveKey({ ...of, publicA: 0n })).rejects.toThrow(RangeError)
    await expect(deriveKey({ ...of, publicA: 2n * N })).rejects.toThrow(RangeError)
  })

  it('simulates the same verifier for the same name [A90]', () => {
    const digest = seededRandom('unknown').bytes(32)
    const simulated = simulatedVerifier(digest)
    expect(simulatedVerifier(digest)).toEqual(simulated)
    expect(simulatedVerifier(seededRandom('another').bytes(32))).not.toEqual(simulated)
    expect(simulated.salt).toMatch(/^[0-9a-f]{32}$/)
    expect(BigInt(`0x${simulated.verifier}`)).toBeLessThan(N)
    expect(() => simulatedVerifier(Buffer.alloc(16))).toThrow(RangeError)
  })

  it('uses the part of the pool id after the region as the realm', () => {
    expect(poolNameOf('us-east-1_AbC123xyz')).toBe('AbC123xyz')
  })

  it('pads numbers like signed integers', () => {
    expect([0x7fn, 0x80n, 0xfn, 0x100n, 0n].map(padHex)).toEqual(['7f', '0080', '0f', '0100', '00'])
  })

  it('reads the timestamps of the published client', () => {
    expect(parseClaimTimestamp('Mon Nov 3 04:05:06 UTC 2026')).toBe(Date.UTC(2026, 10, 3, 4, 5, 6))
    const now = new DateHelper().getNowString()
    expect(parseClaimTimestamp(now)).toBe(Date.parse(now.replace(' UTC', '').concat(' UTC')))
    for (const text of ['', 'Mon Nov 3 04:05:06 CET 2026', '2026-11-03T04:05:06Z', 'Mon Foo 3 04:05:06 UTC 2026']) {
      expect(parseClaimTimestamp(text)).toBeUndefined()
    }
  })
})
