import { describe, expect, test } from 'vitest'
import { newFindings } from '#core/options-reader'
import { joinUrl } from '#strategies/oauth2/options'
import { withDefaults } from './provider-hash.ts'
import { buildProviders } from './providers.ts'
import { readOmniauthSettings } from './settings.ts'

const buildStrategies = (...given: Parameters<typeof buildProviders>) =>
  buildProviders(...given).map(({ strategy }) => strategy)

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

test('the strategy is found by strategy_class, else by name, and an unknown one is refused with all known ones (case 63)', () => {
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

describe('buildProviders refuses', () => {
  test.each([
    ['a name twice, in another letter case', [generic(), generic({ name: 'X' })], 'is in the list twice'],
    ['no name', [generic({ name: '' })], 'name is missing'],
    ['a name with a slash', [generic({ name: 'a/b' })], 'not valid in a URL'],
    ['the name of the failure page', [generic({ name: 'failure' })], 'is reserved for the failure page'],
    ['no client id', [generic({ app_id: '' })], 'app_id is missing'],
    ['no secret', [generic({ app_secret: undefined })], 'app_secret is missing'],
    ['an unknown key', [generic({ lable: 'x' })], 'did you mean label?'],
    ['args as a text', [generic({ args: 'x' })], 'x.args is a text: expected a hash, or a list'],
    // Ruby's default site is gitlab.com: without a site it would send code and secret there.
    ['no site (case 82)', [generic({}, { site: undefined })], 'site is missing'],
    ['a site that is not a web address', [generic({}, { site: 'ftp://idp.test' })], 'site is not a URL'],
    ['a site with a password', [generic({}, { site: 'https://a:b@idp.test' })], 'site is not a URL'],
    ['an endpoint on another host', [generic({}, { token_url: '//evil.test/token' })], 'token_url is not a URL'],
    ['disabled verification', [generic({}, { ssl: { verify: false } })], 'certificates are always verified'],
    ['an unknown auth_scheme', [generic({}, { auth_scheme: 'none' })], 'expected basic_auth or request_body'],
  ])('%s', (_, providers, message) => {
    expect(() => buildStrategies(providers)).toThrow(message)
  })
})

test('a provider that looks like Cognito and has no id_path gets a warning', () => {
  const cognito = { site: 'https://d.auth.eu-west-1.amazoncognito.com' }
  expect(buildStrategies([generic({}, cognito)])[0]?.warnings).toEqual([expect.stringContaining("id_path: ['sub']")])
  expect(buildStrategies([generic()])[0]?.warnings).toEqual([])
})

test('url sets a GitHub Enterprise server, and gives a warning for other providers', () => {
  const warnings: string[] = []
  const warn = (warning: string) => void warnings.push(warning)
  readOmniauthSettings({ providers: [generic({ url: 'https://idp.test' })] }, { warn })
  expect(warnings).toEqual([expect.stringContaining('x.url has no effect')])
  const given = { name: 'github', app_id: 'a', app_secret: 'b', url: 'https://github.example.com/' }
  const [provider] = readOmniauthSettings({ providers: [given] }).providers
  expect(provider?.args).toEqual({
    client_options: {
      site: 'https://github.example.com/api/v3',
      authorize_url: 'https://github.example.com/login/oauth/authorize',
      token_url: 'https://github.example.com/login/oauth/access_token',
    },
  })
  const [plain] = readOmniauthSettings({ providers: [{ ...given, url: 'https://github.com/' }] }).providers
  expect(plain?.args).toEqual({})
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

describe('args', () => {
  const options = {
    strategy_class: 'oauth2-generic',
    client_options: { site: 'https://idp.test', user_info_url: '/me' },
  }
  const read = (provider: object) => readOmniauthSettings({ providers: [{ name: 'x', ...provider }] }).providers[0]
  const whole = { name: 'x', app_id: 'id', app_secret: 'secret', args: options }

  // GitLab's initializer puts app_id and app_secret first, then what the list holds.
  test.each<[string, object]>([
    ['a hash', { app_id: 'id', app_secret: 'secret', args: options }],
    ['a list of the options', { app_id: 'id', app_secret: 'secret', args: [options] }],
    ['a list with everything', { args: ['id', 'secret', options] }],
    ['a list that starts after app_id', { app_id: 'id', args: ['secret', options] }],
  ])('%s gives the same result (case 65)', (_, provider) => {
    expect(read(provider)).toEqual(whole)
  })

  test.each<[string, unknown, string]>([
    ['a text', 'id', 'x.args is a text: expected a hash, or a list'],
    ['true', true, 'x.args is true: expected a hash, or a list'],
    [
      'too many (case 65)',
      ['a', 'b', 'c', options],
      'x.args has too many arguments: expected client id, client secret',
    ],
    ['too many after app_id (case 65)', ['b', options], 'x.args has too many arguments'],
    ['an argument of another type', [options, options], 'x.args has too many arguments'],
  ])('are refused when they are %s', (_, args, message) => {
    expect(() => read({ app_id: 'id', app_secret: 'secret', args })).toThrow(message)
  })

  test('are refused when an argument is not a text', () => {
    expect(() => read({ args: ['id', 17, options] })).toThrow('x.app_secret is a number: expected a text')
  })

  test('may contain gitlab_username_claim, which moves out of args', () => {
    const claimed = read({ ...whole, args: { ...options, gitlab_username_claim: 'email' } })
    expect(claimed).toEqual({ ...whole, gitlab_username_claim: 'email' })
    expect(readOmniauthSettings({ providers: [claimed] }).providers).toEqual([claimed])
    expect(() => read({ ...whole, args: { ...options, gitlab_username_claim: true } })).toThrow(
      'x.gitlab_username_claim is true: expected a text',
    )
  })

  test('give the same result when the provider is read again', () => {
    expect(read(read(whole) ?? {})).toEqual(whole)
  })
})

test('the provider`s values win over GitLab`s defaults of a strategy (case 64)', () => {
  const findings = newFindings()
  const kind = {
    classes: ['gitlab'],
    names: [],
    read: () => undefined,
    build: () => {
      throw new Error('unused')
    },
  }
  const merged = (args: object) => withDefaults({ hash: { name: 'gitlab', args }, findings }, { kind }).hash['args']
  expect(merged({ scope: 'a' })).toEqual({ scope: 'a', authorize_params: { gl_auth_type: 'login' } })
  expect(merged({ authorize_params: { x: '1' } })).toEqual({ authorize_params: { x: '1', gl_auth_type: 'login' } })
  expect(merged({ authorize_params: { gl_auth_type: 'own' } })).toEqual({ authorize_params: { gl_auth_type: 'own' } })
  const saml = { ...kind, classes: ['saml'] }
  const sized = (args: object) =>
    withDefaults({ hash: { name: 'saml', args }, findings }, { kind: saml, samlMessageMaxByteSize: 5 }).hash['args']
  expect(sized({})).toEqual({ saml_message_max_byte_size: 5 })
  expect(sized({ saml_message_max_byte_size: 7 })).toEqual({ saml_message_max_byte_size: 7 })
})

describe('keys of GitLab`s newest versions', () => {
  test.each(['step_up_auth', 'required_groups', 'external_groups'])(
    '%s is refused, because it restricts sign-in',
    (key) => {
      expect(() => buildStrategies([generic({ [key]: ['x'] })])).toThrow(
        `x.${key} is not supported, and it decides which users`,
      )
    },
  )

  test('the others give a warning', () => {
    const warnings: string[] = []
    const warn = (warning: string) => void warnings.push(warning)
    readOmniauthSettings({ providers: [generic({ groups_attribute: 'groups', admin_groups: ['x'] })] }, { warn })
    expect(warnings).toEqual([
      'x.groups_attribute is not supported and has no effect',
      'x.admin_groups is not supported and has no effect',
    ])
  })
})
