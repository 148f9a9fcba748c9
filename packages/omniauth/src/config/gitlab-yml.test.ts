import { describe, expect, test } from 'vitest'
import { ConfigurationError } from '#core/configuration-error'
import { parseGitlabYml } from './gitlab-yml.ts'
import { defaultSettings } from './settings.ts'

const file = 'gitlab.yml'
const parse = (text: string, environment?: string) =>
  parseGitlabYml(text, { file, ...(environment !== undefined && { environment }) })

async function problemsOf(text: string, environment?: string): Promise<string> {
  try {
    await parse(text, environment)
    return 'none'
  } catch (thrown) {
    if (thrown instanceof ConfigurationError) return thrown.message
    throw thrown
  }
}

const block = (args: string, more = '') => `
omniauth:
  providers:
    - name: x
      app_id: id
      app_secret: 's'
      ${more}
      args:
        strategy_class: OmniAuth::Strategies::OAuth2Generic
        client_options: { site: 'https://idp.test', user_info_url: /me }
        ${args}
`

test.each([
  ['an empty file', ''],
  ['only comments', '# nothing\n'],
  ['other settings', 'production:\n  gitlab:\n    host: localhost\n'],
  ['an empty section', 'production:\n  omniauth:\n'],
  ['the chart without a section', 'global:\n  appConfig:\n    lfs: {}\n'],
])('%s has GitLab`s defaults', async (_, text) => {
  expect((await parse(text)).settings).toEqual(defaultSettings)
})

describe('the reader finds the settings', () => {
  const environments = `
production: &base
  omniauth:
    enabled: false
    block_auto_created_users: false
development:
  <<: *base
test:
  <<: [{ omniauth: { enabled: true } }, *base]
staging:
  omniauth: { auto_link_ldap_user: true }
`
  test.each([
    [undefined, { enabled: false, blockAutoCreatedUsers: false }],
    ['development', { enabled: false, blockAutoCreatedUsers: false }],
    ['test', { enabled: true, blockAutoCreatedUsers: true }],
    ['staging', { enabled: true, autoLinkLdapUser: true }],
  ])('below the environment %s', async (environment, expected) => {
    expect((await parse(environments, environment)).settings).toMatchObject(expected)
  })

  test('and refuses a file without the environment', async () => {
    expect(await problemsOf('\ndevelopment:\n  omniauth: {}\n')).toBe(
      'gitlab.yml:2: has no environment production, but has development: name the environment to read',
    )
  })

  test('in Helm`s spelling', async () => {
    const { settings } = await parse('global:\n  appConfig:\n    omniauth:\n      autoLinkLdapUser: true\n')
    expect(settings.autoLinkLdapUser).toBe(true)
    expect(await problemsOf('global:\n  appConfig:\n    omniauth:\n      autoLinkLdapUsr: true\n')).toBe(
      'gitlab.yml:4: global.appConfig.omniauth.autoLinkLdapUsr is not a known setting: did you mean autoLinkLdapUser?',
    )
    expect(
      await problemsOf(
        'global:\n  appConfig:\n    omniauth:\n      providers:\n        - secret: a\n          key: b\n',
      ),
    ).toContain('gitlab.yml:5: providers[0] names a Kubernetes secret')
  })
})

test('values have the same meaning as in Ruby', async () => {
  const { settings } = await parse(
    block(
      `scope: "openid\\temail"
        user_response_structure: {id_path: [data, -1, 0x1f, 017, 1_0, '7'], attributes: { :nickname: :email, phone: ~, y: n }}`,
      'label: |\n        Two\n        lines',
    ),
  )
  expect(settings.providers[0]).toMatchObject({
    label: 'Two\nlines\n',
    args: {
      scope: 'openid\temail',
      user_response_structure: {
        id_path: ['data', -1, 31, 15, 10, '7'],
        attributes: { nickname: 'email', phone: null, y: 'n' },
      },
    },
  })
  expect((await parse('omniauth: { enabled: off, auto_link_user: yes }')).settings).toMatchObject({
    enabled: false,
    autoLinkUser: true,
  })
})

describe('the reader refuses with file, line and the expected value', () => {
  test.each([
    ['ERB', 'omniauth:\n  enabled: <%= ENV["X"] %>', 'gitlab.yml:2: is ERB (<% %>), which is not evaluated'],
    ['ERB elsewhere', 'a: 1\n<% if x %>\n', 'gitlab.yml:2: is ERB'],
    ['a tag', 'omniauth:\n  enabled: !ruby/object:X {}', 'gitlab.yml:2: has a tag (!), which is not evaluated'],
    ['a tag without a meaning', 'omniauth: !!bool true', 'has a tag'],
    ['a syntax error', 'omniauth:\n  providers: [', 'gitlab.yml:2: Flow sequence'],
    ['a tab', 'omniauth:\n\tenabled: true', 'gitlab.yml:2: Tabs are not allowed'],
    ['two documents', 'a: 1\n---\nb: 1', 'gitlab.yml:2: Source contains multiple documents'],
    ['a key twice', 'omniauth:\n  enabled: true\n  enabled: false', 'gitlab.yml:3: gives enabled twice'],
    ['a section twice', 'omniauth: {}\nomniauth: {}', 'gitlab.yml:2: gives omniauth twice'],
    ['a key that is a list', 'omniauth:\n  ? [a]\n  : 1', 'gitlab.yml:2: is not a plain key'],
    ['an alias of an unknown name', 'omniauth:\n  enabled: *x', 'gitlab.yml:2: is an alias of an unknown name'],
    [
      'a fraction',
      'omniauth: { saml_message_max_byte_size: 1.5 }',
      'is a number with a fraction: put a text in quotes',
    ],
    [
      'a long number',
      block('', 'label: 12345678901234567890'),
      'gitlab.yml:7: is an integer that is too large: put a text in',
    ],
    ['a date', block('', 'label: 2026-01-01'), 'gitlab.yml:7: is a date: put a text in quotes'],
    ['base 60', block('', 'label: 190:20:30'), 'gitlab.yml:7: is a number in base 60: put a text in quotes'],
    ['a section that is a list', '\nomniauth: []', 'gitlab.yml:2: omniauth is a list: expected the settings'],
    ['a file that is a list', '- omniauth', 'gitlab.yml:1: is not a hash: expected keys and values'],
    [
      'an unknown setting',
      'omniauth:\n  alow_single_sign_on: true',
      'gitlab.yml:2: omniauth.alow_single_sign_on is not',
    ],
    [
      'a text for true',
      'production:\n  omniauth:\n    enabled: "true"',
      'gitlab.yml:3: omniauth.enabled is a text: expected true or false',
    ],
    [
      'a misspelt provider key',
      block('', 'lable: X'),
      'gitlab.yml:7: x.lable is not a known setting: did you mean label?',
    ],
    ['a misspelt option', block('pcke: true'), 'gitlab.yml:11: x.args.pcke is not a known setting: did you mean pkce?'],
    ['another name inside', block('name: y'), "gitlab.yml:11: x.args.name differs from the provider's name x"],
  ])('%s', async (_, text, message) => {
    expect(await problemsOf(text)).toContain(message)
  })

  test('it does not repeat a secret', async () => {
    expect(await problemsOf('omniauth:\n  a: "s3cret" s3cret\n  b: "\\s3cret"\n  c: [}s3cret')).not.toContain('s3cret')
  })
})

test('ERB in a comment is ignored', async () => {
  expect(await problemsOf('# host: <%= x %>\nomniauth: {}')).toBe('none')
})

describe('the reader refuses a text that breaks the parser, and still reads the next text', () => {
  const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level < 9; level++) bomb.push(`a${level}: &a${level} [${`*a${level - 1}, `.repeat(10)}]`)
  test.each([
    ['brackets', `x: ${'['.repeat(12_000)}${']'.repeat(12_000)}`, 'nested too deeply'],
    ['dashes', `x:\n  ${'- '.repeat(20_000)}1`, 'nested too deeply'],
    ['size', `x: ${'a'.repeat(70_000)}`, 'is too large'],
    ['size of comments', '# a\n'.repeat(300_000), 'is too large'],
    ['many aliases', `${bomb.join('\n')}\nomniauth: { providers: *a8 }`, 'has too many aliases'],
    ['an alias of itself', 'omniauth: { providers: &a [*a] }', 'nested too deeply'],
    ['a merge of itself', 'omniauth: &a\n  <<: *a\n  enabled: true', 'none'],
  ])('%s', async (_, text, message) => {
    expect(await problemsOf(text)).toContain(message)
    expect((await parse('omniauth: { enabled: false }')).settings.enabled).toBe(false)
  })
})

test('__proto__ is a key like any other', async () => {
  expect(await problemsOf(block('__proto__: { pkce: true }'))).toContain('x.args.__proto__ is not a known setting')
  expect(Object.hasOwn(Object.prototype, 'pkce')).toBe(false)
})
