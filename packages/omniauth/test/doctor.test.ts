import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { parseGitlabRb } from '@poolhouse/omniauth/gitlab-rb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppClient } from '../src/doctor/checks/app-client.ts'
import { type DoctorServices, examine } from '../src/doctor/doctor.ts'
import type { Finding } from '../src/doctor/finding.ts'
import { networkProbe, type Probe } from '../src/doctor/probe.ts'
import { type Answering, json, type LoopbackProvider, loopbackProvider, raw } from './loopback-provider.ts'
import { selfSigned } from './self-signed.ts'

const application = { url: new URL('https://app.test'), pathPrefix: '/users/auth' }
const callbackUrl = 'https://app.test/users/auth/cognito/callback'
const secret = 'a-secret-of-this-client'

/** The time of application and provider, however long the tests take. */
const now = Date.UTC(2027, 0, 1)
const dateOf = (ahead = 0) => ({ date: new Date(now + ahead * 1000).toUTCString() })

let provider: LoopbackProvider
beforeEach(async () => {
  provider = await loopbackProvider()
  provider.answers.set('/', raw('', dateOf()))
  provider.answers.set('/login', raw('<form>', { 'content-type': 'text/html' }))
  provider.answers.set('/oauth2/token', json({ error: 'invalid_grant' }, 400))
  provider.answers.set('/oauth2/userInfo', json({ error: 'invalid_token' }, 401))
})
afterEach(() => provider.close())

const block = (client = '', more = '') => `gitlab_rails['omniauth_providers'] = [
  {
    name: 'cognito',
    app_id: 'client-1',
    app_secret: '${secret}',
    args: {
      client_options: {
        site: '${provider.url}',
        authorize_url: '/login',
        token_url: '/oauth2/token',
        user_info_url: '/oauth2/userInfo',
        ${client}
      },
      user_response_structure: {
        id_path: ['sub'],
        attributes: { nickname: 'email' }
      },
      scope: 'openid email',
      strategy_class: 'OmniAuth::Strategies::OAuth2Generic',
      ${more}
    }
  }
]`

async function examined(text: string, services: Partial<DoctorServices> = {}): Promise<Finding[]> {
  const configuration = await parseGitlabRb(text, { file: 'gitlab.rb' })
  return examine(
    { probe: networkProbe({ timeoutMs: 20_000 }), clock: () => now, ...services },
    { configuration, application },
  )
}

const troubles = (findings: readonly Finding[]) =>
  findings
    .filter(({ level }) => level === 'problem' || level === 'warning')
    .map(({ level, check, message, file, line }) => [level, check, `${file}:${line}`, message])

const lineOf = (words: string) =>
  block()
    .split('\n')
    .findIndex((line) => line.includes(words)) + 1

test('a correct block gives only good findings, each with its line', async () => {
  const findings = await examined(block())
  expect(troubles(findings)).toEqual([])
  expect(findings.map(({ level, check, line }) => [level, check, line])).toEqual([
    ['ok', 'file', undefined],
    ['ok', 'reach', lineOf('site')],
    ['ok', 'clock', lineOf('site')],
    ['ok', 'authorize', lineOf('name')],
    ['ok', 'pkce', lineOf('name')],
    ['ok', 'secret', lineOf('app_secret')],
    ['ok', 'user-info', lineOf('user_info_url')],
    ['ok', 'mapping', lineOf('id_path')],
    ['ok', 'mapping', lineOf('attributes')],
  ])
})

test('the doctor sends only the requests of the strategy', async () => {
  await examined(block('', 'pkce: true'))
  const [authorize] = provider.seen.filter(({ path }) => path.startsWith('/login'))
  const asked = new URL(authorize?.path ?? '', provider.url).searchParams
  expect(Object.fromEntries(asked)).toMatchObject({
    client_id: 'client-1',
    redirect_uri: callbackUrl,
    response_type: 'code',
    scope: 'openid email',
    code_challenge_method: 'S256',
  })
  const token = provider.seen.find(({ path }) => path === '/oauth2/token')
  expect(token?.headers.authorization).toBe(`Basic ${Buffer.from(`client-1:${secret}`).toString('base64')}`)
  expect(token?.body).not.toContain(secret)
  await examined(block("auth_scheme: 'request_body'"))
  expect(provider.seen.filter(({ path }) => path === '/oauth2/token')[1]?.body).toContain(`client_secret=${secret}`)
})

const redirect = (location: string): Answering => raw('', { location }, 302)
const page = (text: string, status: number) => raw(text, { 'content-type': 'text/html' }, status)

describe('a finding names each fault, with the line to change', () => {
  test.each<[string, string, Answering | undefined, [string, string, string], string]>([
    [
      'redirect URI: an error page',
      '/login',
      page('<p>redirect_mismatch</p>', 400),
      ['problem', 'authorize', 'name'],
      `the redirect URI ${callbackUrl} is not registered for this client`,
    ],
    [
      'redirect URI: a redirect to an error page',
      '/login',
      redirect('/error?error=redirect_mismatch&client_id=x'),
      ['problem', 'authorize', 'name'],
      'is not registered for this client (redirect_mismatch)',
    ],
    [
      'redirect URI: as a text',
      '/login',
      page('Invalid parameter: redirect_uri', 400),
      ['problem', 'authorize', 'name'],
      'is not registered',
    ],
    [
      'redirect URI: Microsoft, with status 200',
      '/login',
      page('AADSTS50011: The reply URL ...', 200),
      ['problem', 'authorize', 'name'],
      'is not registered for this client (AADSTS50011)',
    ],
    [
      'redirect URI: Google, encoded, on another page',
      '/login',
      redirect(`https://accounts.test/signin/oauth/error?authError=${btoa('redirect_uri_mismatch')}`),
      ['problem', 'authorize', 'name'],
      'is not registered',
    ],
    [
      'unknown client',
      '/login',
      redirect('/error?error=Client+does+not+exist'),
      ['problem', 'authorize', 'app_id'],
      'there is no such client (Client does not exist)',
    ],
    [
      'a flow that is not allowed',
      '/login',
      redirect('/error?error=unauthorized_client'),
      ['problem', 'authorize', 'app_id'],
      'the client may not use the authorization code grant',
    ],
    [
      'a scope that is not allowed',
      '/login',
      redirect(`${callbackUrl}?error=invalid_request&error_description=invalid_scope&state=x`),
      ['problem', 'authorize', 'scope'],
      'the client does not have one of the scopes (invalid_request | invalid_scope)',
    ],
    [
      'required PKCE',
      '/login',
      redirect(`${callbackUrl}?error=invalid_request&error_description=code_challenge+required`),
      ['problem', 'authorize', 'name'],
      'it requires PKCE, or does not support it',
    ],
    [
      'another error',
      '/login',
      redirect(`${callbackUrl}?error=server_error`),
      ['problem', 'authorize', 'authorize_url'],
      'the provider refuses the sign-in (server_error)',
    ],
    [
      'no authorize endpoint',
      '/login',
      undefined,
      ['problem', 'authorize', 'authorize_url'],
      'the provider refuses the sign-in: it answers 404',
    ],
    [
      'a wrong secret',
      '/oauth2/token',
      json({ error: 'invalid_client' }, 401),
      ['problem', 'secret', 'app_secret'],
      'the provider does not accept client id and secret (invalid_client)',
    ],
    [
      'a wrong secret, shown only by the status',
      '/oauth2/token',
      raw('', {}, 401),
      ['problem', 'secret', 'app_secret'],
      'does not accept client id and secret (401)',
    ],
    [
      'a wrong secret at GitHub',
      '/oauth2/token',
      raw('error=incorrect_client_credentials', { 'content-type': 'application/x-www-form-urlencoded' }),
      ['problem', 'secret', 'app_secret'],
      'does not accept client id and secret',
    ],
    [
      'a grant that is not allowed',
      '/oauth2/token',
      json({ error: 'unauthorized_client' }, 400),
      ['problem', 'secret', 'app_id'],
      'the client may not redeem codes',
    ],
    [
      'no token endpoint',
      '/oauth2/token',
      undefined,
      ['problem', 'secret', 'token_url'],
      'there is no token endpoint at this address: it answers 404',
    ],
    [
      'a token endpoint with an internal error',
      '/oauth2/token',
      raw('', {}, 500),
      ['warning', 'secret', 'app_secret'],
      'can not check the client secret: the token endpoint answers 500',
    ],
    [
      'no user info endpoint',
      '/oauth2/userInfo',
      undefined,
      ['problem', 'user-info', 'user_info_url'],
      'there is no user info endpoint at this address: it answers 404',
    ],
    [
      'user info without a token check',
      '/oauth2/userInfo',
      json({ sub: '1' }),
      ['problem', 'user-info', 'user_info_url'],
      'it does not check tokens',
    ],
    [
      'user info as a page',
      '/oauth2/userInfo',
      page('<p>', 401),
      ['warning', 'user-info', 'user_info_url'],
      'not JSON: the address may be that of another page',
    ],
    [
      'a clock that differs',
      '/',
      raw('', dateOf(-90)),
      ['problem', 'clock', 'site'],
      "seconds ahead of the provider's: tokens are refused",
    ],
    [
      'a clock that differs a little',
      '/',
      raw('', dateOf(30)),
      ['warning', 'clock', 'site'],
      "seconds behind the provider's",
    ],
  ])('%s', async (_, path, answer, [level, check, key], message) => {
    if (answer === undefined) provider.answers.delete(path)
    else provider.answers.set(path, answer)
    expect(troubles(await examined(block()))).toEqual([
      [level, check, `gitlab.rb:${lineOf(key)}`, expect.stringContaining(message)],
    ])
  })

  test.each<[string, (text: string) => string, [string, string, string], string]>([
    ['no uid', (text) => text.replace("['sub']", "['id']"), ['problem', 'mapping', 'id_path'], 'id_path finds no uid'],
    [
      'no nickname',
      (text) => text.replace("nickname: 'email'", "nickname: 'nick'"),
      ['warning', 'mapping', 'attributes'],
      'there will be no nickname',
    ],
    [
      'no nickname without its scope',
      (text) => text.replace('openid email', 'openid'),
      ['warning', 'mapping', 'attributes'],
      'there will be no nickname',
    ],
    [
      'nothing listens',
      (text) => text.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9'),
      ['problem', 'reach', 'site'],
      "http://127.0.0.1:9 can't be reached: ",
    ],
    [
      'a host name without an address',
      (text) => text.replace(/127\.0\.0\.1:\d+/, 'nobody.invalid'),
      ['problem', 'reach', 'site'],
      "http://nobody.invalid can't be reached: ",
    ],
    [
      'https at an http server',
      (text) => text.replace("'http:", "'https:"),
      ['problem', 'reach', 'site'],
      "can't be reached: ",
    ],
  ])('%s', async (_, spoil, [level, check, key], message) => {
    expect(troubles(await examined(spoil(block())))).toEqual([
      [level, check, `gitlab.rb:${lineOf(key)}`, expect.stringContaining(message)],
    ])
  })
})

test('the documented block without id_path gives a finding with its uid here and in GitLab', async () => {
  const findings = await examined(block().replace("id_path: ['sub'],", ''))
  expect(troubles(findings)).toEqual([
    ['warning', 'file', expect.stringContaining('gitlab.rb:'), expect.stringContaining("id_path: ['sub']")],
  ])
  expect(findings.find(({ check }) => check === 'mapping')?.message).toContain(
    'the uid is the sub, because there is no id_path',
  )
})

describe('a text of the provider', () => {
  test('is shown without the secret', async () => {
    provider.answers.set('/oauth2/token', json({ error: 'invalid_client', error_description: `no ${secret}` }, 401))
    const findings = await examined(block())
    expect(JSON.stringify(findings)).not.toContain(secret)
    expect(JSON.stringify(findings)).toContain('no [secret]')
  })

  test('is shown without control characters', async () => {
    provider.answers.set('/login', redirect(`${callbackUrl}?error=%1b%5B31mred%0anext`))
    const askAws = async () => {
      throw new Error('\u001b[31mred\nnext')
    }
    expect((await examined(block(), { askAws })).every(({ message }) => !/\p{C}/u.test(message))).toBe(true)
  })
})

test('the doctor follows only a few redirects', async () => {
  provider.answers.set('/login', redirect('/login'))
  const findings = await examined(block())
  expect(findings.find(({ check }) => check === 'authorize')?.message).toContain('continues at')
  expect(provider.seen.filter(({ path }) => path.startsWith('/login'))).toHaveLength(6)
})

test('a provider that does not answer ends in a timeout', async () => {
  provider.answers.set('/oauth2/token', () => {})
  const [patient, hasty] = [networkProbe(), networkProbe({ timeoutMs: 200 })]
  const send: Probe['send'] = (url, request) => (url.endsWith('/token') ? hasty : patient).send(url, request)
  const findings = await examined(block(), { probe: { ...patient, send } })
  expect(troubles(findings)).toEqual([
    ['problem', 'secret', `gitlab.rb:${lineOf('name')}`, 'this check failed: there was no answer in time'],
  ])
})

describe('discovery', () => {
  const openid = () => `gitlab_rails['omniauth_providers'] = [{
    name: 'cognito', app_id: 'client-1', app_secret: '${secret}', args: {
    issuer: '${provider.url}/pool' } }]`
  const metadata = (changes: object = {}) => ({
    issuer: `${provider.url}/pool`,
    authorization_endpoint: `${provider.url}/login`,
    token_endpoint: `${provider.url}/oauth2/token`,
    userinfo_endpoint: `${provider.url}/oauth2/userInfo`,
    jwks_uri: `${provider.url}/jwks`,
    ...changes,
  })
  const discovery = '/pool/.well-known/openid-configuration'
  const key = { kty: 'RSA', use: 'sig', kid: '1', e: 'AQAB', n: 'A'.repeat(342) }
  beforeEach(() => {
    provider.answers.set(discovery, json(metadata()))
    provider.answers.set('/jwks', json({ keys: [key] }))
  })

  test('of a correct provider gives only good findings', async () => {
    const findings = await examined(openid())
    expect(troubles(findings)).toEqual([])
    expect(findings.map(({ check }) => check)).toEqual(expect.arrayContaining(['discovery', 'keys', 'mapping']))
    expect(findings.find(({ check }) => check === 'pkce')?.message).toContain('PKCE is used')
  })

  test.each<[string, Record<string, Answering>, [string, string], string]>([
    [
      'another issuer',
      { [discovery]: (response, request) => json({ ...metadata(), issuer: 'https://other.test' })(response, request) },
      ['problem', 'discovery'],
      'another issuer',
    ],
    ['no discovery document', { [discovery]: raw('', {}, 404) }, ['problem', 'discovery'], '404'],
    ['no keys', { '/jwks': json({}) }, ['problem', 'keys'], "can't be read"],
    [
      'keys of another use',
      { '/jwks': json({ keys: [{ ...key, use: 'enc' }] }) },
      ['problem', 'keys'],
      'no usable signing key',
    ],
    [
      'weak keys',
      { '/jwks': json({ keys: [{ ...key, n: 'A'.repeat(171) }] }) },
      ['problem', 'keys'],
      'no usable signing key',
    ],
    ['a missing key set', { '/jwks': raw('', {}, 404) }, ['problem', 'keys'], 'their address answers 404'],
  ])('%s', async (_, answers, [level, check], message) => {
    for (const [path, answer] of Object.entries(answers)) provider.answers.set(path, answer)
    expect(troubles(await examined(openid()))).toEqual([
      [level, check, 'gitlab.rb:3', expect.stringContaining(message)],
    ])
  })

  test('of an issuer that can not be reached is a problem', async () => {
    const findings = await examined(openid().replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9'))
    expect(troubles(findings)).toEqual([
      ['problem', 'reach', 'gitlab.rb:3', expect.stringContaining("can't be reached")],
    ])
  })
})

describe('TLS', () => {
  let server: Server
  let site: string
  beforeEach(async () => {
    server = createServer(selfSigned, (_, response) => response.end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    site = `https://localhost:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => new Promise((resolve) => server.close(resolve)))

  test('a self-signed certificate is a problem', async () => {
    expect(troubles(await examined(block().replace(provider.url, site)))).toEqual([
      [
        'problem',
        'reach',
        `gitlab.rb:${lineOf('site')}`,
        `the certificate of ${site} is self-signed, and not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
      ],
    ])
  })

  test('an expired certificate is a problem', async () => {
    const findings = await examined(block().replace(provider.url, site), { clock: () => Date.UTC(2200, 0, 1) })
    expect(troubles(findings)).toEqual([
      [
        'problem',
        'reach',
        `gitlab.rb:${lineOf('site')}`,
        expect.stringContaining(`the certificate of ${site} expired on 2126-`),
      ],
    ])
  })
})

test('an expired certificate of the chain is a problem, which TLS reports', async () => {
  const dates = { validFrom: new Date(0), validTo: new Date(Date.UTC(2126, 0, 1)) }
  const certificate: Probe['certificate'] = async () => ({ ...dates, distrust: 'CERT_HAS_EXPIRED' })
  const text = block().replace(provider.url, 'https://localhost')
  expect(troubles(await examined(text, { probe: { ...networkProbe(), certificate } }))).toEqual([
    ['problem', 'reach', expect.anything(), 'the certificate of https://localhost expired on 2126-01-01'],
  ])
})

describe('the app client from the API', () => {
  const healthy: AppClient = {
    clientSecret: secret,
    callbackUrls: [callbackUrl],
    flows: ['code'],
    scopes: ['openid', 'email'],
    identityProviders: ['COGNITO'],
    isOauthOn: true,
  }
  const problemsWith = async (changes: Partial<AppClient>, text = block()) =>
    troubles(await examined(text, { askAws: async () => ({ ...healthy, ...changes }) }))

  test('without a fault gives only good findings', async () => {
    expect(await problemsWith({})).toEqual([])
    const elsewhere = block('', "redirect_url: 'https://else.test/cb'")
    const found = await problemsWith({ callbackUrls: ['https://else.test/cb'] }, elsewhere)
    expect(found.map(([level, check]) => [level, check])).toEqual([['warning', 'callback']])
  })

  test.each<[string, Partial<AppClient>, string, string]>([
    ['no callback URL', { callbackUrls: [] }, 'name', `lacks the callback URL ${callbackUrl}`],
    ['a slash', { callbackUrls: [`${callbackUrl}/`] }, 'name', 'which differs by the slash at its end'],
    ['http', { callbackUrls: [callbackUrl.replace('https', 'http')] }, 'name', 'which differs by the scheme'],
    ['letters', { callbackUrls: [callbackUrl.toUpperCase()] }, 'name', 'which differs by letter case'],
    ['a port', { callbackUrls: [callbackUrl.replace('.test', '.test:8443')] }, 'name', 'which differs by the port'],
    [
      'a default port',
      { callbackUrls: [callbackUrl.replace('.test', '.test:443')] },
      'name',
      'which differs by a default port',
    ],
    ['www', { callbackUrls: [callbackUrl.replace('app', 'www.app')] }, 'name', 'which differs by www.'],
    ['a path', { callbackUrls: ['https://app.test/auth/cognito/callback'] }, 'name', 'which differs by its path'],
    ['no secret', { clientSecret: undefined }, 'app_secret', 'the app client has no secret'],
    ['another secret', { clientSecret: 'another' }, 'app_secret', "the secret does not match the app client's"],
    ['no OAuth', { isOauthOn: false }, 'app_id', 'AllowedOAuthFlowsUserPoolClient is off'],
    ['no code grant', { flows: ['implicit'] }, 'app_id', 'may not use the authorization code grant'],
    ['no scope', { scopes: ['openid'] }, 'scope', 'the app client lacks the scope email'],
    ['no identity provider', { identityProviders: [] }, 'app_id', 'no user can sign in'],
  ])('%s', async (_, changes, key, message) => {
    expect(await problemsWith(changes)).toEqual([
      ['problem', 'app-client', `gitlab.rb:${lineOf(key)}`, expect.stringContaining(message)],
    ])
  })

  test('with localhost does not match 127.0.0.1', async () => {
    const text = block('', "redirect_url: 'http://localhost:3000/cb'")
    const found = await problemsWith({ callbackUrls: ['http://127.0.0.1:3000/cb'] }, text)
    expect(found.find(([, check]) => check === 'app-client')?.[3]).toContain('differs by the name of this machine')
  })

  test('without openid is a problem if the block has no scope', async () => {
    const text = block().replace("scope: 'openid email',", '')
    const [[, , , message] = []] = await problemsWith({ scopes: ['email'] }, text)
    expect(message).toContain('openid is not among the scopes')
  })

  test('that is not found, or can not be requested, gives a finding', async () => {
    const unknown = await examined(block(), { askAws: async () => undefined })
    expect(troubles(unknown)[0]).toEqual([
      'problem',
      'app-client',
      `gitlab.rb:${lineOf('app_id')}`,
      expect.stringContaining('no user pool'),
    ])
    const broken = async () => {
      throw Object.assign(new Error('no profile'), { name: 'CredentialsProviderError' })
    }
    expect(troubles(await examined(block(), { askAws: broken }))).toEqual([
      [
        'warning',
        'app-client',
        expect.any(String),
        'the app client could not be read: CredentialsProviderError: no profile',
      ],
    ])
  })
})

test('a finding says that the user info of an unknown provider can not be predicted', async () => {
  provider.answers.set('/me', json({}, 401))
  const text = block().replace("name: 'cognito'", "name: 'other'").replace('/oauth2/userInfo', '/me')
  expect((await examined(text)).filter(({ level }) => level === 'unseen').map(({ check }) => check)).toEqual([
    'mapping',
  ])
})

test('a finding says that omniauth is off', async () => {
  const findings = await examined("gitlab_rails['omniauth_enabled'] = false")
  expect(findings.map(({ level, message }) => [level, message])).toEqual([
    ['ok', 'the configuration was read: 0 providers'],
    ['warning', 'enabled is false: users see no provider button'],
  ])
})

describe('a configured callback URL', () => {
  const wayBackOf = async (more: string, client = '') =>
    (await examined(block(client, more))).filter(({ check }) => check === 'callback')

  test('has no finding if the block does not set it', async () => {
    expect(await wayBackOf('')).toEqual([])
  })

  test('to the application is a good finding', async () => {
    expect(await wayBackOf(`redirect_url: '${callbackUrl}'`)).toMatchObject([{ level: 'ok', line: 20 }])
  })

  test('to another place is a warning', async () => {
    const message = `the provider redirects the browser to ${callbackUrl}s, but the application serves ${callbackUrl}`
    expect(await wayBackOf(`redirect_url: '${callbackUrl}s'`)).toMatchObject([{ level: 'warning', line: 20, message }])
  })
})

describe('a SAML provider', () => {
  const saml = (more = '', cert = selfSigned.cert) => `gitlab_rails['omniauth_providers'] = [{
    name: 'saml',
    args: {
      issuer: 'https://app.test',
      idp_sso_target_url: '${provider.url}/login',
      ${more}
      idp_cert: '${cert}' } }]`

  test('is reached, the sign-in begins with its own request, and OAuth checks are left out', async () => {
    const findings = await examined(saml())
    expect(findings.map(({ level, check, line }) => [level, check, line])).toEqual([
      ['ok', 'file', undefined],
      ['ok', 'reach', 5],
      ['ok', 'clock', 5],
      ['ok', 'authorize', 2],
      ['ok', 'certificates', 7],
      ['ok', 'mapping', 2],
    ])
    const messages = findings.map(({ message }) => message)
    expect(messages).toContain('the provider accepts the request, and shows its sign-in page')
    expect(messages).toContain("the identity provider's certificate is valid until 2126-11-01")
    expect(provider.seen.some(({ path }) => path.startsWith('/login?SAMLRequest='))).toBe(true)
  })

  test('has a finding about a certificate that has expired, expires soon, is not valid yet, or can not be read', async () => {
    const certificateFindings = async (clock: number, cert?: string) => {
      provider.answers.set('/', raw('', { date: new Date(clock).toUTCString() }))
      return troubles(await examined(saml('', cert), { clock: () => clock }))
    }
    const warning = (message: string) => [
      ['warning', 'certificates', 'gitlab.rb:7', `the identity provider's certificate ${message}`],
    ]
    const dayMs = 24 * 60 * 60 * 1000
    const end = Date.parse('2126-11-01T06:44:42Z')
    expect(await certificateFindings(end)).toEqual(warning('expired on 2126-11-01'))
    expect(await certificateFindings(end - dayMs)).toEqual(warning('is valid until 2126-11-01: 1 day left'))
    expect(await certificateFindings(end - 13.5 * dayMs)).toEqual(warning('is valid until 2126-11-01: 13 days left'))
    expect(await certificateFindings(end - 14 * dayMs)).toEqual([])
    expect(await certificateFindings(Date.UTC(2026, 0, 1))).toEqual(warning('is not valid before 2026-11-25'))
    const garbled = selfSigned.cert.replace('MIIBmjCC', 'MIIBmjDD')
    expect(await certificateFindings(now, garbled)).toEqual([
      ['problem', 'certificates', 'gitlab.rb:7', "the identity provider's certificate can't be read"],
    ])
  })

  test('has a finding about its callback URL', async () => {
    const acs = "assertion_consumer_service_url: 'https://app.test/users/auth/saml/callback/',"
    expect(troubles(await examined(saml(acs)))).toMatchObject([
      ['warning', 'callback', 'gitlab.rb:6', expect.anything()],
    ])
    expect(troubles(await examined(saml(acs.replace("/',", "',"))))).toEqual([])
  })
})
