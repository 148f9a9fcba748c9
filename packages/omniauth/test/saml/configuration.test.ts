import { createHash, X509Certificate } from 'node:crypto'
import { ConfigurationError, omniauth, type ProviderConfig, readOmniauthSettings } from '@poolhouse/omniauth'
import { parseGitlabRb } from '@poolhouse/omniauth/gitlab-rb'
import { parseGitlabYml } from '@poolhouse/omniauth/gitlab-yml'
import { describe, expect, test } from 'vitest'
import { application } from '../application.ts'
import { assertionXml, encrypted, responseXml, sign } from './identity-provider.ts'
import { args, inflated } from './journey.ts'
import { idpKeys, otherKeys } from './keys.ts'

const fingerprint = createHash('sha1')
  .update(new X509Certificate(idpKeys.cert).raw)
  .digest('hex')
  .replace(/(..)(?=.)/g, '$1:')
const indented = (pem: string) => pem.replaceAll('\n', '\n    ')

/** The complete example of GitLab's page on SAML, with values for its placeholders. */
const rb = `
gitlab_rails['omniauth_allow_single_sign_on'] = ['saml']
gitlab_rails['omniauth_block_auto_created_users'] = false
gitlab_rails['omniauth_auto_link_saml_user'] = true
gitlab_rails['omniauth_saml_message_max_byte_size'] = 300000
gitlab_rails['omniauth_providers'] = [
  {
    name: "saml",
    label: "Provider name", # optional label for login button, defaults to "Saml"
    groups_attribute: 'Groups',
    required_groups: ['Developers', 'Freelancers', 'Admins', 'Auditors'],
    args: {
      assertion_consumer_service_url: "https://gitlab.example.com/users/auth/saml/callback",
      idp_cert_fingerprint: "${fingerprint}",
      idp_sso_target_url: "https://login.example.com/idp",
      issuer: "https://gitlab.example.com",
      name_identifier_format: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
      attribute_statements: { email: ['EmailAddress'], nickname: ['username'] },
      allowed_clock_drift: 1,  # for one second clock drift
      uid_attribute: 'uid',
      upstream_two_factor_authn_contexts:
        %w(
          urn:oasis:names:tc:SAML:2.0:ac:classes:CertificateProtectedTransport
          urn:oasis:names:tc:SAML:2.0:ac:classes:SecondFactorOTPSMS
        ),
      certificate: '${indented(otherKeys.cert)}',
      private_key: '${indented(otherKeys.key)}',
      security: {
        authn_requests_signed: true,  # enable signature on AuthNRequest
        want_assertions_signed: true,  # enable the requirement of signed assertion
        metadata_signed: false,  # enable signature on Metadata
        signature_method: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        digest_method: 'http://www.w3.org/2001/04/xmlenc#sha256',
      }
    }
  }
]
`

const yml = `
omniauth:
  providers:
    - {
        name: 'saml',
        label: 'Our SAML Provider',
        groups_attribute: 'Groups',
        external_groups: ['Freelancers'],
        args: {
          assertion_consumer_service_url: 'https://gitlab.example.com/users/auth/saml/callback',
          idp_cert_fingerprint: '${fingerprint}',
          idp_sso_target_url: 'https://login.example.com/idp',
          issuer: 'https://gitlab.example.com',
          name_identifier_format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
        } }
`

test('the documented block of gitlab.rb signs in without changes', async () => {
  const { settings } = await parseGitlabRb(rb, { file: 'gitlab.rb' })
  expect(settings.providers[0]?.args?.['saml_message_max_byte_size']).toBe(300_000)
  const on = application({ providers: settings.providers, fullHost: 'https://gitlab.example.com' })
  expect(on.auth.providers).toMatchObject([{ name: 'saml', label: 'Provider name' }])
  expect(on.auth.maxFormBytes).toBeGreaterThan(400_000)
  const { searchParams } = await on.begin('/users/auth/saml')
  const requestId = /\bID="([^"]+)"/.exec(inflated(searchParams.get('SAMLRequest') ?? ''))?.[1]
  const answer = {
    now: on.time.now,
    requestId,
    audience: 'https://gitlab.example.com',
    recipient: 'https://gitlab.example.com/users/auth/saml/callback',
    destination: 'https://gitlab.example.com/users/auth/saml/callback',
    attributes: { uid: ['17'], EmailAddress: ['j@example.com'], username: ['jd'], Groups: ['Admins'] },
  }
  const assertion = encrypted(sign(assertionXml(answer), 'Assertion'), { cert: otherKeys.cert })
  const form = { SAMLResponse: Buffer.from(responseXml(answer, assertion)).toString('base64') }
  const body = new URLSearchParams({ ...form, RelayState: searchParams.get('RelayState') ?? '' })
  await on.request('/users/auth/saml/callback', { method: 'POST', body })
  expect(on.successes[0]?.auth).toMatchObject({ uid: '17', info: { email: 'j@example.com', nickname: 'jd' } })
})

test('the documented block of gitlab.yml is read, and two SAML providers need a strategy_class', async () => {
  const { settings } = await parseGitlabYml(yml, { file: 'gitlab.yml' })
  expect(settings.providers).toMatchObject([{ name: 'saml', external_groups: ['Freelancers'] }])
  const second = { name: 'saml_2', args: { ...args, name: 'saml_2', strategy_class: 'OmniAuth::Strategies::SAML' } }
  const { auth } = application({ providers: [...settings.providers, second], fullHost: 'https://gitlab.example.com' })
  expect(auth.providers.map(({ requestPath }) => requestPath)).toEqual(['/users/auth/saml', '/users/auth/saml_2'])
})

function problems(changed: Record<string, unknown>, provider: Record<string, unknown> = {}): string {
  try {
    readOmniauthSettings({ providers: [{ name: 'saml', args: { ...args, ...changed }, ...provider }] })
    return ''
  } catch (thrown) {
    return thrown instanceof ConfigurationError ? thrown.message : String(thrown)
  }
}

describe('a wrong block is refused with the reason', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['no certificate', { idp_cert: undefined }, "saml.args.idp_cert is missing: expected the identity provider's"],
    ['a text that is not a certificate', { idp_cert: '<redacted>' }, 'saml.args.idp_cert is not PEM'],
    ['no sign-in URL', { idp_sso_target_url: undefined }, 'saml.args.idp_sso_service_url is missing'],
    ['a text that is not a URL', { idp_sso_target_url: 'javascript:1' }, 'saml.args.idp_sso_target_url is not a URL'],
    [
      'the fingerprint of GitLab`s example, which has the length of MD5',
      { idp_cert: undefined, idp_cert_fingerprint: '43:51:43:a1:b5:fc:8b:b7:0a:3a:a9:b1:0f:66:73:a8' },
      'MD5 is not accepted',
    ],
    [
      'a fingerprint of another algorithm',
      {
        idp_cert: undefined,
        idp_cert_fingerprint: 'ab'.repeat(32),
        idp_cert_fingerprint_algorithm: 'http://www.w3.org/2000/09/xmldsig#sha1',
      },
      'idp_cert_fingerprint_algorithm does not match',
    ],
    ['a misspelt option', { idp_sso_targt_url: 'x' }, 'did you mean idp_sso_target_url?'],
    ['a skipped check', { skip_conditions: true }, 'would accept answers that are not for this application'],
    ['a too large clock difference', { allowed_clock_drift: 301 }, 'expected a number of seconds, at most 300'],
    [
      'signatures with SHA-1',
      { security: { signature_method: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' } },
      'signature_method is not accepted',
    ],
    ['signing without a key', { security: { authn_requests_signed: true } }, 'but private_key is missing'],
    ['a key without a certificate', { private_key: otherKeys.key }, 'saml.args.certificate is missing'],
    [
      'another binding',
      { assertion_consumer_service_binding: 'urn:x' },
      'assertion_consumer_service_binding is not supported',
    ],
    [
      'a parameter that the strategy sets',
      { idp_sso_target_url_runtime_params: { a: 'RelayState' } },
      'which must not be set',
    ],
    ['contexts that are not a list', { upstream_two_factor_authn_contexts: 1 }, 'expected a list of texts'],
  ])('%s', (_, changed, message) => {
    expect(problems(changed)).toContain(message)
  })

  test('required_groups without groups_attribute, and groups of a provider other than SAML', () => {
    expect(problems({}, { required_groups: ['a'] })).toContain('saml.groups_attribute is missing')
    const other: ProviderConfig = {
      name: 'oauth2_generic',
      app_id: 'a',
      app_secret: 'b',
      args: { client_options: { site: 'https://idp.test', user_info_url: '/me' } },
      required_groups: ['a'],
    }
    expect(() => readOmniauthSettings({ providers: [other] })).toThrow('required_groups is not supported')
  })

  test('a fullHost with http, because the browser would not send the cookie with the form post', () => {
    const build = (fullHost: string) => application({ providers: [{ name: 'saml', args }], fullHost })
    expect(() => build('http://app.test')).toThrow('expected a fullHost with https')
    expect(() => build('http://localhost:3000')).not.toThrow()
  })

  test('an option without an effect gives a warning', () => {
    const warnings: string[] = []
    const fingerprints = { idp_cert: undefined, idp_cert_fingerprint: fingerprint, idp_sso_target_binding: 'x' }
    const block = {
      name: 'saml',
      admin_groups: ['Admins'],
      groups_attribute: 'Groups',
      args: { ...args, ...fingerprints },
    }
    const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
    const blocks = [
      block,
      { name: 'saml_2', args: { ...args, strategy_class: 'saml', name_identifier_format: transient } },
    ]
    readOmniauthSettings({ providers: blocks }, { warn: (warning) => warnings.push(warning) })
    expect(warnings.join('\n')).toMatch(
      /admin_groups is not supported[\s\S]*requests are always redirects[\s\S]*SHA-1 fingerprint[\s\S]*is transient/,
    )
  })
})

test('idp_cert_multi accepts several certificates while an identity provider changes its own', () => {
  expect(problems({ idp_cert: undefined, idp_cert_multi: { signing: [otherKeys.cert, idpKeys.cert] } })).toBe('')
  expect(problems({ idp_cert: undefined, idp_cert_multi: { signing: [] } })).toContain(
    'expected a list of certificates',
  )
})

test('the facts have the sign-in URL and the trusted certificates', async () => {
  const { facts } = omniauth({
    providers: [{ name: 'saml', args }],
    fullHost: 'https://app.test',
    secret: 'x'.repeat(32),
    validateRequest: () => true,
    onSuccess: () => new Response(),
  })
  expect(await facts('saml')).toEqual({
    protocol: 'saml',
    authorizeUrl: 'https://idp.test/sso?tenant=1',
    clientId: 'https://app.test/sp',
    redirectUrl: 'https://app.test/users/auth/saml/callback',
    signingCertificates: [expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n/)],
  })
})
