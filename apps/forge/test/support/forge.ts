import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { vi } from 'vitest'
import { createUser } from '../../src/cli/create-user.ts'
import { startForge } from '../../src/server.ts'
import { Browser, type Page, textOf } from './browser.ts'
import { startProvider, type TestProvider } from './provider.ts'
import { totpAt } from './totp-app.ts'

// The tests hash real passwords, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

export const alice = { sub: '8f14e45f-ceea-467f-a9b1-0d5b1a6c3f52', email: 'alice@example.com', email_verified: 'true' }
export const bob = { sub: '1c383cd3-0b7c-498a-9b3d-7f4a3a9e8d11', email: 'bob@example.com', email_verified: 'true' }

/** A clock that moves only when a test calls `advance`. */
export class TestClock {
  #now = Date.UTC(2026, 0, 5, 12)

  now = (): number => this.#now

  advance(ms: number): void {
    this.#now += ms
  }
}

export interface ForgeSetting {
  allowSingleSignOn?: string
  blockAutoCreatedUsers?: boolean
  label?: string
  appSecret?: string
  /** More lines of gitlab.rb. */
  more?: string
  /** A directory, in YAML. */
  people?: string
  externalUrl?: string
}

/** Forge and a provider, both over real HTTP, with a temporary folder. */
export class Stage {
  readonly clock = new TestClock()
  readonly logged: string[] = []
  readonly folder: string
  readonly provider: TestProvider
  url = ''
  #stop: () => Promise<void> = async () => {}

  private constructor(folder: string, provider: TestProvider) {
    this.folder = folder
    this.provider = provider
  }

  static async start(setting: ForgeSetting = {}): Promise<Stage> {
    const stage = new Stage(mkdtempSync(join(tmpdir(), 'forge-test-')), await startProvider(alice))
    stage.configure(setting)
    if (setting.people !== undefined) writeFileSync(stage.#peopleFile, setting.people)
    await stage.serve(setting)
    return stage
  }

  /** Writes a gitlab.rb with the block from GitLab's documentation. */
  configure({
    allowSingleSignOn = "['cognito']",
    blockAutoCreatedUsers = false,
    label,
    appSecret = 'CLIENT SECRET',
    more = '',
  }: ForgeSetting = {}): void {
    writeFileSync(
      join(this.folder, 'gitlab.rb'),
      `gitlab_rails['omniauth_allow_single_sign_on'] = ${allowSingleSignOn}
gitlab_rails['omniauth_block_auto_created_users'] = ${blockAutoCreatedUsers}
${more}
gitlab_rails['omniauth_providers'] = [
  {
    "name" => "cognito",
    ${label === undefined ? '' : `"label" => "${label}",`}
    "app_id" => "CLIENT ID",
    "app_secret" => "${appSecret}",
    "args" => {
      client_options: {
        'site' => '${this.provider.url}',
        'authorize_url' => '/login',
        'token_url' => '/oauth2/token',
        'user_info_url' => '/oauth2/userInfo'
      },
      user_response_structure: {
        root_path: [],
        attributes: { nickname: 'email'}
      },
      name: 'cognito',
      strategy_class: "OmniAuth::Strategies::OAuth2Generic"
    }
  }
]
`,
    )
  }

  async serve({ externalUrl }: ForgeSetting = {}): Promise<void> {
    const write = (level: string) => (event: string, fields?: Record<string, unknown>) =>
      void this.logged.push(JSON.stringify({ level, event, ...fields }))
    const forge = await startForge({
      host: '127.0.0.1',
      port: 0,
      externalUrl,
      dataFolder: join(this.folder, 'forge'),
      configFile: join(this.folder, 'gitlab.rb'),
      directoryFile: existsSync(this.#peopleFile) ? this.#peopleFile : undefined,
      clock: this.clock,
      log: { info: write('info'), warn: write('warn'), error: write('error') },
    })
    this.url = forge.url
    this.#stop = forge.close
  }

  get #peopleFile(): string {
    return join(this.folder, 'people.yml')
  }

  /** Forge's folder. */
  get dataFolder(): string {
    return join(this.folder, 'forge')
  }

  async restart(): Promise<void> {
    await this.#stop()
    await this.serve()
  }

  async stop(): Promise<void> {
    await this.#stop()
    await this.provider.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Signs in with the provider's button as `person`, and returns the last page. */
  async signInWithProvider(
    person: Record<string, unknown> = alice,
    browser = new Browser(),
    fields = {},
  ): Promise<Page> {
    this.provider.person = person
    const page = await browser.get(`${this.url}/users/sign_in`)
    return browser.press(page, '/users/auth/cognito', { fields })
  }

  /** Sets up a second factor in the user settings. Returns its secret (base32) and recovery codes. */
  async addTwoFactor(browser: Browser, password?: string): Promise<{ key: string; codes: string[]; page: Page }> {
    const setUp = await browser.get(`${this.url}/-/profile/two_factor_auth`)
    const key = (textOf(setUp, 'totp-key') ?? '').replaceAll(' ', '')
    const fields = { pin_code: totpAt(key, this.clock.now()), ...(password && { current_password: password }) }
    const page = await browser.press(setUp, '/-/profile/two_factor_auth', { fields })
    const codes = [...page.text.matchAll(/<li><code>([^<]+)<\/code><\/li>/g)].map(([, code = '']) => code)
    return { key, codes, page }
  }

  async createUser(user: { username: string; email: string; password: string }): Promise<void> {
    await createUser({ clock: this.clock }, { ...user, name: user.username, dataFolder: join(this.folder, 'forge') })
  }

  async signInWithPassword(login: string, password: string, browser = new Browser(), fields = {}): Promise<Page> {
    const page = await browser.get(`${this.url}/users/sign_in`)
    return browser.press(page, '/users/sign_in', {
      fields: { 'user[login]': login, 'user[password]': password, ...fields },
    })
  }

  /** Reads or changes Forge's database. */
  sql<Row>(statement: string): Row[] {
    const db = new Database(join(this.folder, 'forge', 'forge.sqlite'))
    try {
      const prepared = db.prepare<[], Row>(statement)
      if (prepared.reader) return prepared.all()
      prepared.run()
      return []
    } finally {
      db.close()
    }
  }
}
