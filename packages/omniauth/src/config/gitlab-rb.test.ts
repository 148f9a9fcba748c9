import { describe, expect, test } from 'vitest'
import { ConfigurationError } from '#core/configuration-error'
import { parseGitlabRb } from './gitlab-rb.ts'
import { defaultSettings } from './settings.ts'

const file = 'gitlab.rb'
const parse = (text: string) => parseGitlabRb(text, { file })

async function problemsOf(text: string): Promise<string> {
  try {
    await parse(text)
    return 'none'
  } catch (thrown) {
    if (thrown instanceof ConfigurationError) return thrown.message
    throw thrown
  }
}

const provider = (args: string, more = '') => `
gitlab_rails['omniauth_providers'] = [
  { name: 'x', app_id: 'id', app_secret: 'secret', ${more}
    args: { strategy_class: 'OmniAuth::Strategies::OAuth2Generic',
      client_options: { site: 'https://idp.test', user_info_url: '/me' }, ${args} } }
]`

test('a file without OmniAuth settings has GitLab`s defaults', async () => {
  const { settings, warnings } = await parse("external_url 'https://gitlab.example.com'\n")
  expect(warnings).toEqual([])
  expect(settings).toEqual(defaultSettings)
})

test('the reader skips everything that is not about OmniAuth', async () => {
  const { settings } = await parse(`
    external_url "http://#{ENV['HOST']}"
    nginx['ssl'] = { 'a' => File.read('/etc/x') }
    gitlab_rails['smtp_enable'] = ENV.fetch('SMTP', false)
    if node['kernel'] == 'x' then puma['workers'] = 2 end
    roles %w(application_role)
    gitlab_rails['omniauth_enabled'] = false # a comment
    ${'# filler\n'.repeat(20_000)}
__END__
    gitlab_rails['omniauth_enabled'] = 1
  `)
  expect(settings.enabled).toBe(false)
})

test('the reader takes symbols and texts as keys, %w, heredocs, adjacent texts and all forms of integers', async () => {
  const { settings, warnings } = await parse(`# -*- coding: utf-8 -*-
gitlab_rails[:omniauth_allow_single_sign_on] = %w[x]
gitlab_rails['omniauth_auto_sign_in_with_provider'] = 'x'
${provider(
  `'user_response_structure' => { id_path: ['data', -1, 1_0, 0x1f, 2147483648, 'sub'], "attributes" => { :nickname => 'é', phone: nil } },
   "scope": <<~SCOPE.freeze`.replace('<<~SCOPE.freeze', `'openid' ' email'`),
  `label: <<~LABEL,
    Two
    lines
  LABEL
`,
)}`)
  expect(warnings).toEqual([])
  expect(settings).toMatchObject({ allowSingleSignOn: ['x'], autoSignInWithProvider: 'x' })
  expect(settings.providers[0]).toMatchObject({
    name: 'x',
    label: 'Two\nlines\n',
    args: {
      scope: 'openid email',
      user_response_structure: {
        id_path: ['data', -1, 10, 31, 2147483648, 'sub'],
        attributes: { nickname: 'é', phone: null },
      },
    },
  })
})

describe('the reader refuses with file, line and the expected value', () => {
  test.each([
    [
      'ENV',
      "\n\ngitlab_rails['omniauth_enabled'] = ENV['X']",
      'gitlab.rb:3: is a method call or ENV: expected a literal',
    ],
    [
      'interpolation',
      'gitlab_rails["omniauth_providers"] = [\n{ name: "a#{b}" }]',
      'gitlab.rb:2: is a text with #{...}',
    ],
    ['a variable', "id = 'x'\ngitlab_rails['omniauth_providers'] = [{ app_id: id }]", 'gitlab.rb:2: is a variable'],
    ['a shell command', "gitlab_rails['omniauth_providers'] = [`ls`]", 'gitlab.rb:1: is a shell command'],
    ['a fraction', "gitlab_rails['omniauth_enabled'] = 1.5", 'a number with a fraction'],
    ['a long integer', "gitlab_rails['omniauth_enabled'] = 12345678901234567890", 'an integer that is too large'],
    [
      'bytes that are not text',
      'gitlab_rails["omniauth_providers"] = [{ name: "\\xff" }]',
      'gitlab.rb:1: is not valid UTF-8',
    ],
    [
      'another encoding',
      "# encoding: euc-jp\ngitlab_rails['omniauth_providers'] = ['é']",
      'gitlab.rb:2: is not valid UTF-8',
    ],
    ['a spread', "gitlab_rails['omniauth_providers'] = [{ **x }]", 'is **'],
    [
      'a key twice',
      "gitlab_rails['omniauth_providers'] = [{ name: 'a',\n'name' => 'b' }]",
      'gitlab.rb:2: gives name twice',
    ],
    ['a syntax error', "x = 1\ngitlab_rails['omniauth_providers'] = [{ name: 'a' ", 'gitlab.rb:2: '],
    [
      'a condition',
      "if x\n  gitlab_rails['omniauth_enabled'] = false\nend",
      'gitlab.rb:2: omniauth_enabled is not set by a plain',
    ],
    [
      'a condition behind it',
      "gitlab_rails['omniauth_enabled'] = false if x",
      'gitlab.rb:1: omniauth_enabled is not set by a plain',
    ],
    ['||=', "gitlab_rails['omniauth_enabled'] ||= false", 'is not set by a plain assignment'],
    ['<<', "gitlab_rails['omniauth_providers'] << {}", 'is not set by a plain assignment'],
    ['several at once', "gitlab_rails['omniauth_enabled'], x = 1, 2", 'is not set by a plain assignment'],
    ['a computed key', 'gitlab_rails[key] = 1', 'gitlab_rails has a key that is not a plain text'],
    ['an alias', 'x = gitlab_rails', 'can not be read'],
    ['merge!', 'gitlab_rails.merge!({})', 'can not be read'],
    [
      'an unknown setting',
      "gitlab_rails['omniauth_alow_single_sign_on'] = true",
      'did you mean omniauth_allow_single_sign_on?',
    ],
    [
      'a text for true',
      "gitlab_rails['omniauth_allow_single_sign_on'] = 'false'",
      'is a text: expected true, false or a list',
    ],
    [
      'a text for block',
      "gitlab_rails['omniauth_block_auto_created_users'] = 'no'",
      'is a text: expected true or false',
    ],
    [
      'an unknown auto sign-in',
      "gitlab_rails['omniauth_auto_sign_in_with_provider'] = 'x'",
      'is not the name of a provider',
    ],
    [
      'a misspelt provider key',
      provider('', "app_sekret: 'x',"),
      'gitlab.rb:3: x.app_sekret is not a known setting: did you mean app_secret?',
    ],
    [
      'a misspelt option',
      provider('user_response_struct: {}'),
      'gitlab.rb:5: x.args.user_response_struct is not a known setting: did you mean user_response_structure?',
    ],
    ['another name inside', provider("name: 'y'"), "gitlab.rb:5: x.args.name differs from the provider's name x"],
    [
      'an unknown class',
      "gitlab_rails['omniauth_providers'] = [{ name: 'x', args: {\nstrategy_class: 'Kernel' } }]",
      'gitlab.rb:2: x.args.strategy_class is not a known strategy',
    ],
    [
      'providers that are not a list',
      "gitlab_rails['omniauth_providers'] = { name: 'x' }",
      'gitlab.rb:1: omniauth_providers is a hash: expected a list',
    ],
  ])('%s', async (_, text, message) => {
    expect(await problemsOf(text)).toContain(message)
  })

  test('it reports all problems of a file together', async () => {
    const text = "gitlab_rails['omniauth_enabled'] = x\ngitlab_rails['omniauth_providers'] = y"
    expect((await problemsOf(text)).split('\n')).toHaveLength(2)
  })

  test('it does not repeat a secret that is in the wrong place', async () => {
    expect(await problemsOf("gitlab_rails['omniauth_enabled'] = 's3cret'")).not.toContain('s3cret')
  })
})

describe('the reader refuses a text that breaks the parser, and still reads the next text', () => {
  test.each([
    ['brackets', `x = ${'['.repeat(12_000)}${']'.repeat(12_000)}`, 'nested too deeply'],
    ['brackets that only a comment closes', `x = ${`[\n# ${']'.repeat(10)}\n`.repeat(3000)}`, 'nested too deeply'],
    ['operators', `x = ${'!'.repeat(60_000)}1`, 'nested too deeply'],
    ['size', `x = "${'a'.repeat(70_000)}"`, 'is too large'],
    ['size of comments', '# a\n'.repeat(300_000), 'is too large'],
  ])('%s', async (_, text, message) => {
    expect(await problemsOf(text)).toContain(message)
    expect((await parse("gitlab_rails['omniauth_enabled'] = false")).settings.enabled).toBe(false)
  })
})

test('__proto__ is a key like any other', async () => {
  expect(await problemsOf(provider("'__proto__' => { pkce: true }"))).toContain(
    'x.args.__proto__ is not a known setting',
  )
  expect(Object.hasOwn(Object.prototype, 'pkce')).toBe(false)
})

test('the reader warns about settings without effect, and about a setting that is assigned twice', async () => {
  const { settings, warnings } = await parse(`gitlab_rails['omniauth_cas3_session_duration'] = 28800
gitlab_rails['omniauth_enabled'] = true
gitlab_rails['omniauth_enabled'] = false
gitlab_rails['omniauth_auto_link_user'] = false
gitlab_rails['omniauth_allow_single_sign_on'] = ['saml']`)
  expect(settings.enabled).toBe(false)
  expect(warnings).toEqual([
    'gitlab.rb:3: omniauth_enabled is also set on line 2. The last one counts: remove the other',
    'gitlab.rb:1: omniauth_cas3_session_duration has no effect, because GitLab has removed CAS: remove the setting',
    'gitlab.rb:5: omniauth_allow_single_sign_on names saml, which is not among the providers',
  ])
})

test('the reader restores Node`s warnings after it has hidden the one about WASI', async () => {
  const before = process.emitWarning
  await parse('x = 1')
  expect(process.emitWarning).toBe(before)
})
