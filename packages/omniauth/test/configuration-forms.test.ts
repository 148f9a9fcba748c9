import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigurationError, readOmniauthSettings } from '@poolhouse/omniauth'
import { parseGitlabRb } from '@poolhouse/omniauth/gitlab-rb'
import { parseGitlabYml } from '@poolhouse/omniauth/gitlab-yml'
import { type Configuration, loadConfiguration } from '@poolhouse/omniauth/load-configuration'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { application } from './application.ts'
import { json, type LoopbackProvider, loopbackProvider } from './loopback-provider.ts'
import { seedRb, seedYml } from './seed-block.ts'

const seedObject = {
  allow_single_sign_on: ['cognito'],
  providers: [
    {
      name: 'cognito',
      app_id: 'CLIENT ID',
      app_secret: 'CLIENT SECRET',
      args: {
        client_options: {
          site: 'https://your_domain.auth.your_region.amazoncognito.com',
          authorize_url: '/login',
          token_url: '/oauth2/token',
          user_info_url: '/oauth2/userInfo',
        },
        user_response_structure: { root_path: [], attributes: { nickname: 'email' } },
        name: 'cognito',
        strategy_class: 'OmniAuth::Strategies::OAuth2Generic',
      },
    },
  ],
}

const oneLine = seedRb.trim().replace(']\n', ']; ').replaceAll('\n', ' ')
const chart = seedYml
  .replace('production:\n  omniauth:', 'global:\n appConfig:\n  omniauth:')
  .replace('allow_single_sign_on', 'allowSingleSignOn')

describe('the Cognito block of GitLab`s documentation has the same meaning in every form', () => {
  test.each<[string, () => Promise<Pick<Configuration, 'settings'>>]>([
    ['gitlab.rb', () => parseGitlabRb(seedRb, { file: 'gitlab.rb' })],
    ['gitlab.yml', () => parseGitlabYml(seedYml, { file: 'gitlab.yml' })],
    ['gitlab.yml without environments', () => parseGitlabYml(seedYml.replace(/^production:/m, ''), { file: 'a.yml' })],
    ['the values of the Helm chart', () => parseGitlabYml(chart, { file: 'values.yaml' })],
    ['GITLAB_OMNIBUS_CONFIG on one line', () => loadConfiguration({ env: { GITLAB_OMNIBUS_CONFIG: oneLine } })],
    ['GITLAB_OMNIBUS_CONFIG', () => loadConfiguration({ env: { GITLAB_OMNIBUS_CONFIG: seedRb } })],
  ])('%s', async (_, read) => {
    const { settings } = await read()
    expect(settings).toEqual(readOmniauthSettings(seedObject))
    expect(settings.allowSingleSignOn).toEqual(['cognito'])
    expect(settings.providers).toEqual(seedObject.providers)
  })
})

describe('a configuration file', () => {
  let provider: LoopbackProvider
  let folder: string
  beforeEach(async () => {
    provider = await loopbackProvider()
    folder = mkdtempSync(join(tmpdir(), 'omniauth-'))
  })
  afterEach(async () => {
    rmSync(folder, { recursive: true })
    await provider.close()
  })

  test.each([
    ['gitlab.rb', seedRb],
    ['gitlab.yml', seedYml],
    ['gitlab.yaml', seedYml],
  ])(
    '%s with the documented block, site, id and secret set, signs each person in with their own uid (case 163)',
    async (name, text) => {
      const file = join(folder, name)
      const own = text
        .replace('https://your_domain.auth.your_region.amazoncognito.com', provider.url)
        .replace('CLIENT ID', 'client-1')
        .replace('CLIENT SECRET', 'secret-1')
      writeFileSync(file, own)
      const { settings, warnings } = await loadConfiguration({ file })
      expect(warnings).toEqual([expect.stringContaining("id_path: ['sub']")])
      const app = application({ providers: settings.providers })
      for (const sub of ['sub-1', 'sub-2']) {
        provider.answers.set('/oauth2/userInfo', json({ sub, email: `${sub}@example.com`, username: sub }))
        const state = (await app.begin()).searchParams.get('state') ?? ''
        expect(await (await app.comeBack({ state, code: 'code-1' }))?.text()).toBe('welcome')
      }
      expect(app.successes.map(({ auth }) => [auth.provider, auth.uid, auth.info['nickname']])).toEqual([
        ['cognito', 'sub-1', 'sub-1@example.com'],
        ['cognito', 'sub-2', 'sub-2@example.com'],
      ])
      const basic = `Basic ${Buffer.from('client-1:secret-1').toString('base64')}`
      expect(
        provider.seen.filter(({ method }) => method === 'POST').map(({ headers }) => headers.authorization),
      ).toEqual([basic, basic])
    },
  )

  test.each([
    ['a missing file', 'missing.rb', undefined, "missing.rb: can't be read (ENOENT)"],
    [
      'a file of an unknown type',
      'gitlab.json',
      '{}',
      'gitlab.json: has an unknown file type: expected a name that ends in',
    ],
    [
      'an unknown setting',
      'gitlab.yml',
      '\nomniauth:\n  enabld: true',
      'gitlab.yml:3: omniauth.enabld is not a known setting',
    ],
  ])('%s is refused', async (_, name, text, message) => {
    const file = join(folder, name)
    if (text !== undefined) writeFileSync(file, text)
    await expect(loadConfiguration({ file })).rejects.toThrow(`${folder}/${message}`)
  })

  test('an unset GITLAB_OMNIBUS_CONFIG is refused', async () => {
    await expect(loadConfiguration({ env: {} })).rejects.toThrow(ConfigurationError)
    await expect(loadConfiguration({ env: {} })).rejects.toThrow('GITLAB_OMNIBUS_CONFIG is not set')
  })
})

describe('place returns the file and the line of every option', () => {
  test.each([
    ['gitlab.rb', seedRb],
    ['gitlab.yml', seedYml],
  ])('%s', async (file, text) => {
    const parse = file.endsWith('rb') ? parseGitlabRb : parseGitlabYml
    const { place } = await parse(text, { file })
    const lineOf = (words: string) => text.split('\n').findIndex((line) => line.includes(words)) + 1
    expect(place('cognito', ['app_secret'])).toEqual({ file, line: lineOf('CLIENT SECRET') })
    expect(place('cognito', ['args', 'client_options', 'site'])).toEqual({ file, line: lineOf('https://your') })
    // An option that is not in the file has the line of its parent.
    expect(place('cognito', ['args', 'scope'])).toEqual({ file, line: lineOf('args') })
    expect(place('other')).toEqual({})
  })
})

describe('origin returns the name and the place of every setting', () => {
  const settings = ['allow_single_sign_on', 'auto_link_user', 'block_auto_created_users']
  test.each([
    [
      'gitlab.rb',
      "gitlab_rails['omniauth_auto_link_user'] = true\ngitlab_rails['omniauth_allow_single_sign_on'] = nil\n",
      ['omniauth_allow_single_sign_on', 'omniauth_auto_link_user', 'omniauth_block_auto_created_users'],
      1,
    ],
    ['gitlab.yml', 'omniauth:\n  allow_single_sign_on:\n  auto_link_user: true\n', settings, 3],
    [
      'values.yaml',
      'global:\n  appConfig:\n    omniauth:\n      autoLinkUser: true\n',
      ['allowSingleSignOn', 'autoLinkUser', 'blockAutoCreatedUsers'],
      4,
    ],
  ])('%s', async (file, text, names, line) => {
    const parse = file.endsWith('rb') ? parseGitlabRb : parseGitlabYml
    const { origin } = await parse(text, { file })
    expect(settings.map(origin)).toEqual([
      { name: names[0], place: undefined },
      { name: names[1], place: { file, line } },
      { name: names[2], place: undefined },
    ])
  })
})
