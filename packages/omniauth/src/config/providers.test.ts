import { describe, expect, test } from 'vitest'
import { joinUrl } from '#strategies/oauth2-generic-options'
import { buildStrategies } from './providers.ts'

const generic = (changes: object = {}, client: object = {}) => ({
  name: 'x',
  app_id: 'id',
  app_secret: 'secret',
  args: {
    strategy_class: 'oauth2-generic',
    client_options: { site: 'https://idp.test', user_info_url: '/me', ...client },
  },
  ...changes,
})

test('case 63: the strategy is found by strategy_class, else by name; an unknown one names those that there are', () => {
  expect(
    buildStrategies([generic(), generic({ name: 'cognito', label: 'Sign in' })]).map(({ name, label }) => [
      name,
      label,
    ]),
  ).toEqual([
    ['x', 'X'],
    ['cognito', 'Sign in'],
  ])
  expect(() => buildStrategies([generic({ args: {} })])).toThrow(
    /strategy_class is missing: expected one of .*OAuth2Generic.*cognito/,
  )
})

describe('refused', () => {
  test.each([
    ['a name twice, in other letters', [generic(), generic({ name: 'X' })], 'stands in the list twice'],
    ['no name', [generic({ name: '' })], 'name is missing'],
    ['a name with a slash', [generic({ name: 'a/b' })], 'not fit for a URL'],
    ['the name of the failure page', [generic({ name: 'failure' })], 'is taken'],
    ['no client id', [generic({ app_id: '' })], 'app_id is missing'],
    ['no secret', [generic({ app_secret: undefined })], 'app_secret is missing'],
    ['an unknown key', [generic({ lable: 'x' })], 'did you mean label?'],
    ['args as a list', [generic({ args: [] })], 'args is a list: expected a hash'],
    // Ruby's default site is gitlab.com: a forgotten site would send code and secret there.
    ['case 82: no site', [generic({}, { site: undefined })], 'site is missing'],
    ['a site that is no web address', [generic({}, { site: 'ftp://idp.test' })], 'site is not an address'],
    ['a site with a password', [generic({}, { site: 'https://a:b@idp.test' })], 'site is not an address'],
    ['an endpoint on another host', [generic({}, { token_url: '//evil.test/token' })], 'token_url is not an address'],
    ['switched-off verification', [generic({}, { ssl: { verify: false } })], 'certificates are always verified'],
    ['an unknown auth_scheme', [generic({}, { auth_scheme: 'none' })], 'expected basic_auth or request_body'],
  ])('%s', (_, providers, message) => {
    expect(() => buildStrategies(providers)).toThrow(message)
  })
})

test('a warning when it looks like Cognito and has no id_path', () => {
  const cognito = { site: 'https://d.auth.eu-west-1.amazoncognito.com' }
  expect(buildStrategies([generic({}, cognito)])[0]?.warnings).toEqual([expect.stringContaining("id_path: ['sub']")])
  expect(buildStrategies([generic()])[0]?.warnings).toEqual([])
})

test('addresses are joined as the Ruby client joins them (reference 3.5)', () => {
  expect([
    joinUrl('https://idp.test/base', '/oauth/token'),
    joinUrl('https://idp.test/base', 'oauth/token'),
    joinUrl('https://idp.test/base/', 'oauth/token?x=1'),
    joinUrl('https://idp.test', 'https://other.test/token?y=2'),
    joinUrl('https://idp.test', '//other.test/token'),
    joinUrl('https://idp.test', 'javascript:alert(1)'),
  ]).toEqual([
    'https://idp.test/oauth/token',
    'https://idp.test/base/oauth/token',
    'https://idp.test/base/oauth/token?x=1',
    'https://other.test/token?y=2',
    undefined,
    undefined,
  ])
})
