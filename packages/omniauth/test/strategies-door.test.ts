import * as strategies from '@poolhouse/omniauth/strategies'
import { describe, expect, test } from 'vitest'
import { strategyKinds } from '#config/strategy-kinds'

const { providerHttp, ...exported } = strategies

const config = {
  name: 'cognito',
  app_id: 'client',
  app_secret: 'secret',
  args: { issuer: 'https://pool.example.com/us-east-1_AbC123xyz' },
}

const camelCase = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

describe('the door to the strategies', () => {
  test('exports every strategy that a configuration can name, except the developer strategy', () => {
    const builders = Object.entries(exported).filter(([name]) => /^[a-z]/.test(name))
    const kinds = strategyKinds
      .map(({ classes: [name = ''] }) => camelCase(name))
      .filter((name) => name !== 'developer')
    expect(builders.map(([name]) => name).sort()).toEqual(kinds.sort())
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
