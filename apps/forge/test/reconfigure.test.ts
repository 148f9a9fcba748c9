import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reconfigure } from '../src/cli/reconfigure.ts'
import { startForge } from '../src/server.ts'
import { Browser, textOf } from './support/browser.ts'
import { alice, Stage } from './support/forge.ts'

let stage: Stage
beforeEach(async () => {
  stage = await Stage.start({ label: 'Before' })
})
afterEach(() => stage.stop())

const again = () => reconfigure(stage.dataFolder)
const file = () => join(stage.folder, 'gitlab.rb')
const signInPage = () => new Browser().get(`${stage.url}/users/sign_in`)
const formAction = (headers: Headers) => headers.get('content-security-policy')?.match(/form-action ([^;]*)/)?.[1]

describe('forge reconfigure', () => {
  test('puts labels, icons, addresses and settings in force for the next request, and prints the changes', async () => {
    stage.configure({
      label: 'After',
      allowSingleSignOn: 'false',
      more: "gitlab_rails['omniauth_sync_profile_from_provider'] = ['cognito']",
    })
    expect(await again()).toEqual([
      `Forge reloaded ${file()}:`,
      '  provider cognito: changed label',
      '  allow_single_sign_on: cognito → false',
      '  sync_profile_from_provider: false → cognito',
      expect.stringMatching(/^warning: .*id_path/),
    ])
    expect((await signInPage()).text).toContain('>After<')
    const page = await stage.signInWithProvider(alice)
    expect(page.text).toContain('Signing in using your After account without a pre-existing account')
  })

  test('changes the origins of providers and icons in the content security policy', async () => {
    expect(formAction((await signInPage()).headers)).toBe(`'self' ${stage.provider.url}`)
    writeFileSync(
      file(),
      `gitlab_rails['omniauth_providers'] = [{ name: 'other', icon: 'https://icons.example/a.png', app_id: 'a', app_secret: 's', args: {
         strategy_class: 'oauth2-generic',
         client_options: { site: 'https://idp.example', authorize_url: 'https://login.example/go', user_info_url: '/me' } } }]`,
    )
    expect(await again()).toEqual([
      `Forge reloaded ${file()}:`,
      '  provider other: added',
      '  provider cognito: removed',
      '  allow_single_sign_on: cognito → false',
      '  block_auto_created_users: false → true',
    ])
    const { headers, text } = await signInPage()
    expect(formAction(headers)).toBe(`'self' https://login.example`)
    expect(headers.get('content-security-policy')).toContain("img-src 'self' data: https://icons.example")
    expect(text).toContain('data-testid="other-sign-in-button"')
    expect(text).not.toContain('cognito-sign-in-button')
  })

  test('keeps users signed in', async () => {
    const browser = new Browser()
    await stage.signInWithProvider(alice, browser)
    stage.configure({ label: 'After' })
    await again()
    const home = await browser.get(`${stage.url}/`)
    expect(textOf(home, 'email')).toBe('alice@example.com')
    expect(textOf(home, 'signed-in-with')).toBe('After')
  })

  test('does not interrupt a sign-in in progress', async () => {
    const browser = new Browser()
    const page = await browser.get(`${stage.url}/users/sign_in`)
    const atProvider = await browser.press(page, '/users/auth/cognito', {}, false)
    const callback = await browser.get(atProvider.headers.get('location') ?? '', false)
    stage.configure({ label: 'After' })
    await again()
    const home = await browser.get(callback.headers.get('location') ?? '')
    expect(textOf(home, 'email')).toBe('alice@example.com')
  })

  test.each([
    [
      "gitlab_rails['omniauth_auto_link_usr'] = true",
      ':1: omniauth_auto_link_usr is not a known setting: did you mean',
    ],
    ["\n\ngitlab_rails['omniauth_providers'] = [\n", ':'],
    ["gitlab_rails['omniauth_auto_link_ldap_user'] = true", ':1: omniauth_auto_link_ldap_user needs a directory'],
  ])('refuses an invalid file with its line and keeps the current configuration: %j', async (text, message) => {
    const browser = new Browser()
    await stage.signInWithProvider(alice, browser)
    writeFileSync(file(), text)
    await expect(again()).rejects.toThrow(`${file()}${message}`)
    await expect(again()).rejects.toThrow('Forge keeps its current configuration.')
    expect((await signInPage()).text).toContain('>Before<')
    expect(textOf(await browser.get(`${stage.url}/`), 'email')).toBe('alice@example.com')
    expect(textOf(await stage.signInWithProvider(alice), 'email')).toBe('alice@example.com')
  })

  test('keeps the providers when the file is missing', async () => {
    rmSync(file())
    await expect(again()).rejects.toThrow(`${file()} does not exist.`)
    expect((await signInPage()).text).toContain('>Before<')
  })

  test('asks for a restart when Forge was started with GITLAB_OMNIBUS_CONFIG', async () => {
    const data = mkdtempSync(join(tmpdir(), 'forge-omnibus-'))
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    const omnibusConfig =
      "gitlab_rails['omniauth_providers'] = [{ name: 'cognito', app_id: 'a', app_secret: 's', args: { issuer: 'https://x.example' } }]"
    const options = { host: '127.0.0.1', port: 0, dataFolder: join(data, 'forge'), configFile: join(data, 'gitlab.rb') }
    const forge = await startForge({
      ...options,
      omnibusConfig,
      log,
      fetch: () => Promise.reject(new Error('offline')),
    })
    try {
      expect((await new Browser().get(`${forge.url}/users/sign_in`)).text).toContain('>Cognito<')
      await expect(reconfigure(options.dataFolder)).rejects.toThrow('Forge was started with GITLAB_OMNIBUS_CONFIG')
    } finally {
      await forge.close()
      rmSync(data, { recursive: true })
    }
  })

  test('uses a changed secret, and never prints it', async () => {
    stage.configure({ appSecret: 'ANOTHER SECRET' })
    const said = (await again()).join('\n')
    expect(said).toContain('provider cognito: changed label, app_secret')
    expect([said, ...stage.logged].join('\n')).not.toMatch(/ANOTHER SECRET|CLIENT SECRET/)
  })

  test('says when nothing changed', async () => {
    expect((await again())[0]).toBe(`Nothing changed in ${file()}.`)
  })

  test('runs parallel calls one after the other', async () => {
    stage.configure({ label: 'After' })
    const said = await Promise.all([again(), again(), again()])
    expect(said.map(([first]) => first).filter((line) => line?.startsWith('Forge reloaded'))).toHaveLength(1)
    expect((await signInPage()).text).toContain('>After<')
  })

  test('can be reached only by the owner of the data folder', () => {
    expect(statSync(join(stage.dataFolder, 'control')).mode & 0o777).toBe(0o700)
  })

  test('exits with code 1 and a message when no Forge runs', async () => {
    const run = (data: string) =>
      new Promise<[unknown, string, string]>((resolve) => {
        const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
        execFile(process.execPath, ['--conditions=source', main, 'reconfigure', '--data', data], (error, out, err) =>
          resolve([error?.code ?? 0, out, err]),
        )
      })
    const [reached, unreached] = await Promise.all([run(stage.folder), run(join(stage.folder, 'elsewhere'))])
    expect(reached).toEqual([0, expect.stringContaining('Nothing changed in'), ''])
    expect(unreached).toEqual([1, '', expect.stringContaining('No running Forge found')])
    writeFileSync(file(), 'gitlab_rails[')
    expect(await run(stage.folder)).toEqual([1, '', expect.stringContaining(`${file()}:1: `)])
  })
})
