import type { OmniauthOptions, ProviderSignOut, Strategy } from '@poolhouse/omniauth'
import { describe, expect, test } from 'vitest'
import { fullHost } from './application.ts'
import { app, post, stateOf, strategy } from './plain-strategy.ts'

const withStrategy = (changes: Partial<Strategy>, options: Partial<OmniauthOptions> = {}) =>
  app({ providers: [{ ...strategy(), ...changes }], ...options })

describe('form_post', () => {
  const formPost = { responseMode: 'form_post' } as const
  const begun = async (host: string) => {
    const a = withStrategy(formPost, { fullHost: host })
    return (await a.request('/auth/test', post))?.headers.getSetCookie()[0]
  }

  test('its cookie is sent with the POST of another site', async () => {
    expect(await begun('https://app.example.com')).toMatch(/^__Host-omniauth_txn_.*; SameSite=None; Secure$/)
    expect(await begun('http://localhost:3000')).toMatch(/^omniauth_txn_.*; SameSite=None; Secure$/)
  })

  test('without https it works only on this machine', () => {
    expect(() => withStrategy(formPost, { fullHost: 'http://app.example.com' })).toThrow(
      'expected a fullHost with https',
    )
  })

  test('the state is in the form, under the name that the strategy sets', async () => {
    const a = withStrategy({ ...formPost, stateParameter: 'RelayState' }, { fullHost: 'https://app.example.com' })
    const state = stateOf(await a.begin('/auth/test'))
    const body = new URLSearchParams({ RelayState: state, uid: '7' })
    expect(await (await a.request('/auth/test/callback', { method: 'POST', body }))?.text()).toBe('welcome')
    expect(a.successes[0]?.auth.uid).toBe('7')
  })
})

test('a strategy can answer with a page, which sets the cookie', async () => {
  const page = new Response('<form>', { headers: { 'content-type': 'text/html' } })
  const a = withStrategy({ requestPhase: async () => ({ page, keep: {} }) })
  const response = await a.request('/auth/test', post)
  expect(await response?.text()).toBe('<form>')
  expect(response?.headers.getSetCookie()).toHaveLength(1)
})

describe('paths of a strategy`s own', () => {
  const signedOut: ProviderSignOut = { provider: 'test', sid: 's-1' }
  const others: Strategy['others'] = {
    metadata: async () => ({ response: new Response('<xml>') }),
    backchannel_logout: async (_, { params }) =>
      params.get('token') === 'right'
        ? { response: new Response(null, { status: 200 }), signedOut }
        : { response: new Response(null, { status: 400 }) },
    broken: async () => {
      throw new Error('the innards')
    },
  }

  test('are answered, and other paths go to the application', async () => {
    const a = withStrategy({ others })
    expect(await (await a.request('/auth/test/metadata'))?.text()).toBe('<xml>')
    expect(await a.request('/auth/test/other')).toBeUndefined()
    expect(await a.request('/auth/test/toString')).toBeUndefined()
  })

  test('the application gets the sign-out before the provider gets the answer', async () => {
    const signOuts: unknown[] = []
    const a = withStrategy({ others }, { onProviderSignOut: async (who) => void signOuts.push(who) })
    const say = (token: string) =>
      a.request('/auth/test/backchannel_logout', { method: 'POST', body: new URLSearchParams({ token }) })
    expect((await say('wrong'))?.status).toBe(400)
    expect(signOuts).toEqual([])
    expect((await say('right'))?.status).toBe(200)
    expect(signOuts).toEqual([signedOut])
  })

  test('an exception of the application is not a success for the provider', async () => {
    const onProviderSignOut = async () => {
      throw new Error('the database')
    }
    const a = withStrategy({ others }, { onProviderSignOut })
    const body = new URLSearchParams({ token: 'right' })
    const response = await a.request('/auth/test/backchannel_logout', { method: 'POST', body })
    expect([response?.status, await response?.text()]).toEqual([500, ''])
    expect((await a.request('/auth/test/broken'))?.status).toBe(500)
  })
})

describe('signOutUrl', () => {
  const signOutUrl: Strategy['signOutUrl'] = async (_, { returnTo }) => `https://idp.test/logout?to=${returnTo}`

  test('leads to the provider and back to a page of the application', async () => {
    const { auth } = withStrategy({ signOutUrl })
    expect(await auth.signOutUrl('test', { returnTo: '/bye' })).toBe(`https://idp.test/logout?to=${fullHost}/bye`)
    expect(await withStrategy({}).auth.signOutUrl('test', { returnTo: '/bye' })).toBeUndefined()
    expect(await auth.signOutUrl('nobody', { returnTo: '/bye' })).toBeUndefined()
  })

  test.each(['https://evil.example/', '//evil.example', 'javascript:alert(1)', ''])(
    'does not lead back to %j',
    async (returnTo) => {
      await expect(withStrategy({ signOutUrl }).auth.signOutUrl('test', { returnTo })).rejects.toThrow(
        'must be an address of this application',
      )
    },
  )
})

test('facts returns the facts of the strategy', async () => {
  const facts = async () => ({ protocol: 'saml' }) as const
  expect(await withStrategy({ facts }).auth.facts('test')).toEqual({ protocol: 'saml' })
  expect(await withStrategy({}).auth.facts('test')).toBeUndefined()
})
