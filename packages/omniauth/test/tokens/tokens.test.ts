import { createHash } from 'node:crypto'
import { setTimeout as oneTick } from 'node:timers/promises'
import {
  type AuthCredentials,
  type AuthHash,
  cookieTokens,
  type HeldTokens,
  type KeptTokensOptions,
  keptTokens,
  memoryTokens,
  OmniauthError,
  type TokenStore,
} from '@poolhouse/omniauth'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TestDatabase } from '../databases.ts'
import { tokenStores } from './stores.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const start = 1_800_000_000_000
const hour = 60 * 60 * 1000

/** A provider that gives a new refresh token for each one. It refuses a used one, and records revoked ones. */
function rotatingProvider(time: { now: number }) {
  const seen = { refreshed: [] as string[], revoked: [] as string[] }
  let valid = 'refresh-0'
  let answering: () => Promise<void> = async () => {}
  return {
    seen,
    /** Runs during a request to the provider. */
    meanwhile: (work: () => Promise<void>) => {
      answering = work
    },
    async refreshTokens(_provider: string, { refreshToken }: { refreshToken: string }): Promise<AuthCredentials> {
      seen.refreshed.push(refreshToken)
      await answering()
      if (refreshToken !== valid) throw new OmniauthError('invalid_grant', 'The refresh token was already used')
      valid = `refresh-${seen.refreshed.length}`
      const expires_at = (time.now + hour) / 1000
      return { token: `access-${seen.refreshed.length}`, refresh_token: valid, expires: true, expires_at }
    },
    async revokeToken(_provider: string, { token }: { token: string }) {
      seen.revoked.push(token)
    },
  }
}

const signedIn: AuthHash = {
  provider: 'cognito',
  uid: 'sub-1',
  info: {},
  credentials: {
    token: 'access-0',
    refresh_token: 'refresh-0',
    id_token: 'id-0',
    expires: true,
    expires_at: (start + hour) / 1000,
  },
  extra: { raw_info: {} },
}

let time: { now: number }
let provider: ReturnType<typeof rotatingProvider>
let logged: string[]
beforeEach(() => {
  time = { now: start }
  provider = rotatingProvider(time)
  logged = []
})
/**
 * Moves the clock while processes wait for another one: once for all of them, and after the work that they wait for.
 */
let pause: Promise<void> | undefined
function waitTogether(ms: number): Promise<void> {
  pause ??= oneTick(1).then(() => {
    time.now += ms
    pause = undefined
  })
  return pause
}
const note = (event: string, fields?: unknown) => void logged.push(`${event} ${JSON.stringify(fields)}`)
const common = () => ({
  providers: provider,
  secret: 'a secret of the test that is long enough',
  clock: () => time.now,
  pause: waitTogether,
  log: { info: note, warn: note, error: note },
})

describe.each(Object.entries(tokenStores))('on the server, in %s', (_name, startDatabase) => {
  let database: TestDatabase<TokenStore>
  beforeEach(async () => {
    database = await startDatabase()
  })
  afterEach(() => database.end())
  const open = async (more: Partial<KeptTokensOptions> = {}) =>
    keptTokens({ ...common(), store: await database.open(), ...more })

  test('tokens can be read again, and are refreshed a minute before they expire', async () => {
    const tokens = await open()
    await tokens.keep('session-1', signedIn)
    const first = {
      provider: 'cognito',
      uid: 'sub-1',
      accessToken: 'access-0',
      refreshToken: 'refresh-0',
      idToken: 'id-0',
    }
    expect(await tokens.find('session-1')).toEqual({ ...first, expiresAt: start + hour })
    expect(await tokens.find('session-2')).toBeUndefined()
    time.now = start + hour - 60_000
    // The refresh gives no ID token, so the old one stays.
    const second = { ...first, accessToken: 'access-1', refreshToken: 'refresh-1', expiresAt: time.now + hour }
    expect(await tokens.find('session-1')).toEqual(second)
    expect(await (await open()).find('session-1')).toEqual(second)
    expect(provider.seen.refreshed).toEqual(['refresh-0'])
  })

  test('50 requests in five processes cause one refresh, and all get its tokens', async () => {
    const processes = await Promise.all(Array.from({ length: 5 }, () => open()))
    await processes[0]?.keep('session-1', signedIn)
    time.now = start + 2 * hour
    const found = await Promise.all(Array.from({ length: 50 }, (_, index) => processes[index % 5]?.find('session-1')))
    expect(provider.seen.refreshed).toEqual(['refresh-0'])
    expect(new Set(found.map((tokens) => tokens?.accessToken))).toEqual(new Set(['access-1']))
  })

  test('a request with a valid token does not wait for the refresh of another process', async () => {
    const [mine, other] = [await open(), await open()]
    await mine.keep('session-1', signedIn)
    time.now = start + hour - 1000
    let meanwhile: HeldTokens | undefined
    provider.meanwhile(async () => {
      meanwhile = await other.find('session-1')
    })
    expect((await mine.find('session-1'))?.accessToken).toBe('access-1')
    expect(meanwhile?.accessToken).toBe('access-0')
    expect(provider.seen.refreshed).toHaveLength(1)
  })

  test('a process that stops during its refresh blocks the others only until its lease ends', async () => {
    const [dying, other] = [await open(), await open()]
    await dying.keep('session-1', signedIn)
    time.now = start + 2 * hour
    const died = new Promise<HeldTokens | undefined>((resolve) => {
      provider.meanwhile(async () => {
        provider.meanwhile(async () => {})
        resolve(await other.find('session-1'))
        // The first process never gets the answer.
        await new Promise(() => {})
      })
    })
    void dying.find('session-1')
    expect((await died)?.accessToken).toBe('access-2')
    expect(time.now - (start + 2 * hour)).toBeLessThan(70_000)
  })

  test('a process that is slower than its lease returns its tokens and signs nobody out', async () => {
    const [slow, other] = [await open(), await open()]
    await slow.keep('session-1', signedIn)
    time.now = start + 2 * hour
    let others: HeldTokens | undefined
    provider.meanwhile(async () => {
      provider.meanwhile(async () => {})
      time.now += 10 * 60_000
      others = await other.find('session-1')
    })
    // The other process refreshed first, so the provider refuses the slow one. It must not sign the person out.
    expect((await slow.find('session-1'))?.accessToken).toBe('access-2')
    expect(others?.accessToken).toBe('access-2')
  })

  test('a new token that comes after the lease is returned to the request', async () => {
    const [slow, other] = [await open(), await database.open()]
    await slow.keep('session-1', signedIn)
    const key = `session:${createHash('sha256').update('session-1').digest('hex')}`
    time.now = start + 2 * hour
    provider.meanwhile(async () => {
      time.now += 10 * 60_000
      const row = await other.read(key, time.now)
      // Another process has the lease now, and has not refreshed yet.
      expect(await other.claim(key, { sealed: row?.sealed ?? '', now: time.now, until: time.now + 1000 })).toBeDefined()
    })
    expect((await slow.find('session-1'))?.accessToken).toBe('access-1')
  })

  test('the calls of the slowest allowed provider end within a lease', async () => {
    const mine = await open()
    const store = await database.open()
    let hasAsked = () => {}
    const asked = new Promise<void>((resolve) => {
      hasAsked = resolve
    })
    const claim: TokenStore['claim'] = (...claimed) => store.claim(...claimed).finally(hasAsked)
    const other = await open({ store: { ...store, claim } })
    await mine.keep('session-1', signedIn)
    time.now = start + 2 * hour
    let waiting: Promise<unknown> = Promise.resolve()
    provider.meanwhile(async () => {
      // Discovery, the token, the keys, and the keys again: ten seconds each.
      time.now += 40_000
      waiting = other.find('session-1')
      await asked
    })
    expect((await mine.find('session-1'))?.accessToken).toBe('access-1')
    await waiting
    expect(provider.seen.refreshed).toEqual(['refresh-0'])
  })

  test('a used refresh token removes the tokens: the person must sign in again', async () => {
    const tokens = await open()
    await tokens.keep('session-1', { ...signedIn, credentials: { ...signedIn.credentials, refresh_token: 'spent' } })
    time.now = start + 2 * hour
    const found = await Promise.all([tokens.find('session-1'), (await open()).find('session-1')])
    expect(found).toEqual([undefined, undefined])
    expect(await tokens.find('session-1')).toBeUndefined()
    expect(provider.seen.refreshed).toEqual(['spent'])
    await tokens.keep('session-1', { ...signedIn, credentials: { token: 'new', expires: false } })
    expect((await tokens.find('session-1'))?.accessToken).toBe('new')
  })

  test('without the provider, valid tokens are returned, expired ones stay for later, and nobody is signed out', async () => {
    const tokens = await open()
    await tokens.keep('session-1', signedIn)
    let away = true
    provider.meanwhile(async () => {
      if (away) throw new OmniauthError('timeout', 'The provider did not answer')
    })
    time.now = start + hour - 30_000
    for (let turn = 0; turn < 5; turn++) expect((await tokens.find('session-1'))?.accessToken).toBe('access-0')
    expect(provider.seen.refreshed).toHaveLength(1)
    time.now = start + hour + 1
    await expect(tokens.find('session-1')).rejects.toMatchObject({ type: 'timeout' })
    away = false
    // Each attempt counts: the test provider numbers its tokens by attempt.
    expect((await tokens.find('session-1'))?.accessToken).toBe('access-3')
  })

  test('sign-out removes the tokens and revokes the refresh token, and works without the provider', async () => {
    const tokens = await open()
    await tokens.keep('session-1', signedIn)
    expect((await tokens.forget('session-1'))?.idToken).toBe('id-0')
    expect(provider.seen.revoked).toEqual(['refresh-0'])
    expect([await tokens.find('session-1'), await tokens.forget('session-1')]).toEqual([undefined, undefined])
    const broken = {
      ...provider,
      async revokeToken() {
        throw new OmniauthError('failed_to_connect', 'The provider could not be reached')
      },
    }
    const other = await open({ providers: broken })
    await other.keep('session-2', signedIn)
    expect((await other.forget('session-2'))?.uid).toBe('sub-1')
    expect(await other.find('session-2')).toBeUndefined()
    expect(logged.join()).toContain('revocation.failed')
  })

  test('a sign-out during a refresh removes the tokens, and the new refresh token is revoked too', async () => {
    const [tokens, other] = [await open(), await open()]
    await tokens.keep('session-1', signedIn)
    time.now = start + 2 * hour
    provider.meanwhile(async () => void (await other.forget('session-1')))
    expect(await tokens.find('session-1')).toBeUndefined()
    expect(await tokens.find('session-1')).toBeUndefined()
    expect(provider.seen.revoked).toEqual(['refresh-0', 'refresh-1'])
  })

  test('a new sign-in during a refresh keeps the tokens of the sign-in', async () => {
    const [tokens, other] = [await open(), await open()]
    await tokens.keep('session-1', signedIn)
    time.now = start + 2 * hour
    const newSignIn = { ...signedIn, uid: 'sub-2', credentials: { token: 'anew', expires: false } }
    provider.meanwhile(() => other.keep('session-1', newSignIn))
    expect(await tokens.find('session-1')).toMatchObject({ uid: 'sub-2', accessToken: 'anew' })
    expect(provider.seen.revoked).toEqual([])
  })

  test('tokens without a refresh token are valid until they expire', async () => {
    const tokens = await open()
    const { refresh_token: _none, ...credentials } = signedIn.credentials
    await tokens.keep('session-1', { ...signedIn, credentials })
    time.now = start + hour - 1
    expect((await tokens.find('session-1'))?.accessToken).toBe('access-0')
    time.now = start + hour
    expect(await tokens.find('session-1')).toBeUndefined()
  })

  test('unused tokens are removed', async () => {
    const tokens = await open({ lifetimeMs: 1000 })
    await tokens.keep('session-1', signedIn)
    time.now = start + 1000
    expect(await tokens.find('session-1')).toBeUndefined()
    expect(await tokens.sweep()).toBe(1)
  })
})

test('an attacker who can write to the store can not use the tokens of others: a row opens only under its own key', async () => {
  const store = memoryTokens()
  const tokens = keptTokens({ ...common(), store })
  const ids: string[] = []
  const write: TokenStore['write'] = async (id, row) => {
    ids.push(id)
    await store.write(id, row)
  }
  const noted = keptTokens({ ...common(), store: { ...store, write } })
  await noted.keep('mine', signedIn)
  await noted.keep('theirs', { ...signedIn, uid: 'sub-2' })
  const [mine = '', theirs = ''] = ids
  const { sealed = '' } = (await store.read(theirs, time.now)) ?? {}
  await store.write(mine, { sealed, expiresAt: start + hour })
  expect(await tokens.find('mine')).toBeUndefined()
  expect((await tokens.find('theirs'))?.uid).toBe('sub-2')
})

test('store and log show neither the session id nor a token', async () => {
  const rows: unknown[] = []
  const database = await tokenStores['memory']?.()
  const store = await database?.open()
  if (store === undefined) throw new Error('There is a store in memory')
  const spied: TokenStore = {
    ...store,
    write(id, row) {
      rows.push([id, row])
      return store.write(id, row)
    },
  }
  const tokens = keptTokens({ ...common(), store: spied })
  await tokens.keep('session-1', signedIn)
  time.now = start + 2 * hour
  provider.meanwhile(async () => {
    throw new OmniauthError('invalid_client', 'The secret is wrong')
  })
  await expect(tokens.find('session-1')).rejects.toThrow()
  const written = JSON.stringify(rows) + logged.join()
  for (const secret of ['session-1', 'access-0', 'refresh-0', 'id-0', 'sub-1']) expect(written).not.toContain(secret)
  const stranger = keptTokens({ ...common(), secret: 'another secret that is long enough, too', store })
  expect(await stranger.find('session-1')).toBeUndefined()
  expect(() => keptTokens({ ...common(), secret: 'short', store })).toThrow('at least 32 bytes')
})

describe('in cookies', () => {
  /** The cookies of a browser. */
  function browser() {
    const jar = new Map<string, string>()
    return {
      jar,
      request: () =>
        new Request('https://app.test/', {
          headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
        }),
      take(lines: readonly string[]) {
        for (const line of lines) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
          if (line.includes('Max-Age=0')) jar.delete(name)
          else jar.set(name, value)
        }
      },
    }
  }
  const long = 'x'.repeat(4000)
  const large: AuthHash = { ...signedIn, credentials: { ...signedIn.credentials, token: `access-0-${long}` } }
  const open = (store?: TokenStore) => cookieTokens({ ...common(), secure: true, ...(store && { store }) })

  test('tokens are in as many cookies as needed, for this host only, and can not be read or changed', async () => {
    const [tokens, person] = [open(), browser()]
    const lines = await tokens.keep(person.request(), large)
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(4096)
      expect(line).toMatch(/^__Host-omniauth_tokens\.\d=.*; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/)
    }
    person.take(lines)
    expect(await tokens.find(person.request())).toMatchObject({ tokens: { uid: 'sub-1' }, setCookies: [] })
    person.take(await tokens.keep(person.request(), signedIn))
    expect([...person.jar.keys()]).toEqual(['__Host-omniauth_tokens.0'])
    expect(person.jar.get('__Host-omniauth_tokens.0')).not.toContain('access')
    const sealed = person.jar.get('__Host-omniauth_tokens.0') ?? ''
    person.jar.set(
      '__Host-omniauth_tokens.0',
      `${sealed.slice(0, 40)}${sealed[40] === 'A' ? 'B' : 'A'}${sealed.slice(41)}`,
    )
    const { tokens: changed, setCookies } = await tokens.find(person.request())
    expect(changed).toBeUndefined()
    expect(setCookies).toEqual([expect.stringMatching(/^__Host-omniauth_tokens\.0=; Path=\/; Max-Age=0;/)])
  })

  test('50 requests of one browser with the old cookie to five processes cause one refresh', async () => {
    const shared = await (await tokenStores['better-sqlite3']?.())?.open()
    const processes = Array.from({ length: 5 }, () => open(shared))
    const person = browser()
    person.take((await processes[0]?.keep(person.request(), signedIn)) ?? [])
    time.now = start + 2 * hour
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => processes[index % 5]?.find(person.request())),
    )
    expect(provider.seen.refreshed).toEqual(['refresh-0'])
    expect(new Set(answers.map((answer) => answer?.tokens?.accessToken))).toEqual(new Set(['access-1']))
    person.take(answers.at(-1)?.setCookies ?? [])
    expect((await processes[0]?.find(person.request()))?.tokens?.accessToken).toBe('access-1')
    expect(provider.seen.refreshed).toHaveLength(1)
  })

  test('the old cookie gets the new tokens for a minute, and is refused later', async () => {
    const [tokens, person] = [open(), browser()]
    person.take(await tokens.keep(person.request(), signedIn))
    const old = person.request()
    time.now = start + 2 * hour
    await tokens.find(old)
    time.now += 59_000
    expect((await tokens.find(old)).tokens?.accessToken).toBe('access-1')
    time.now += 2_000
    const late = await tokens.find(old)
    expect(late.tokens).toBeUndefined()
    expect(late.setCookies[0]).toContain('Max-Age=0')
    expect(provider.seen.refreshed).toEqual(['refresh-0', 'refresh-0'])
  })

  test('sign-out removes the cookies and revokes the refresh token', async () => {
    const [tokens, person] = [open(), browser()]
    person.take(await tokens.keep(person.request(), signedIn))
    const { tokens: held, setCookies } = await tokens.forget(person.request())
    person.take(setCookies)
    expect(held?.idToken).toBe('id-0')
    expect(person.jar.size).toBe(0)
    expect(provider.seen.revoked).toEqual(['refresh-0'])
    expect(await tokens.find(person.request())).toEqual({ tokens: undefined, setCookies: [] })
  })
})
