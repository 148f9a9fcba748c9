import * as strategies from '@poolhouse/omniauth/strategies'
import { describe, expect, test } from 'vitest'

const { providerHttp, ...exported } = strategies

const config = {
  name: 'cognito',
  app_id: 'client',
  app_secret: 'secret',
  args: { issuer: 'https://pool.example.com/us-east-1_AbC123xyz' },
}

describe('the door to the strategies', () => {
  test('names every strategy that a host can build, and none that is for development only', () => {
    const builders = Object.entries(exported).filter(([name]) => /^[a-z]/.test(name))
    expect(builders.map(([name]) => name).sort()).toEqual([
      'amazon',
      'apple',
      'cognito',
      'facebook',
      'github',
      'gitlab',
      'google',
      'microsoft',
      'oauth2Generic',
      'openidConnect',
      'saml',
    ])
    for (const [name, build] of builders) expect(build, name).toBeTypeOf('function')
  })

  test('builds a strategy with its two phases, which calls its provider through the host', () => {
    const strategy = strategies.cognito(config)
    expect(strategy).toMatchObject({ name: 'cognito' })
    expect(strategy.requestPhase).toBeTypeOf('function')
    expect(strategy.callbackPhase).toBeTypeOf('function')
    expect(providerHttp({ fetch: async () => new Response('{}') }).send).toBeTypeOf('function')
  })

  test('refuses a configuration that lacks an option, and names the option', () => {
    expect(() => strategies.github({ name: 'github', args: {} })).toThrow(strategies.ConfigurationError)
    expect(() => strategies.github({ name: 'github', args: {} })).toThrow(/app_id/)
  })
})
