// Plain JavaScript on the published files. It runs on the oldest supported Node.
import assert from 'node:assert/strict'
import test from 'node:test'
import { parseGitlabRb } from '../../dist/config/gitlab-rb.js'
import { omniauth } from '../../dist/index.js'

const site = 'https://acme.auth.us-east-1.amazoncognito.com'

const gitlabRb = `
gitlab_rails['omniauth_allow_single_sign_on'] = ['cognito']
gitlab_rails['omniauth_providers'] = [
  {
    "name" => "cognito",
    "app_id" => "the-id",
    "app_secret" => "the-secret",
    "args" => {
      client_options: {
        'site' => '${site}',
        'authorize_url' => '/login',
        'token_url' => '/oauth2/token',
        'user_info_url' => '/oauth2/userInfo'
      },
      user_response_structure: { root_path: [], attributes: { nickname: 'email'} },
      name: 'cognito',
      strategy_class: "OmniAuth::Strategies::OAuth2Generic"
    }
  }
]
`

/** A provider with one code, one token and one user. */
async function provider(input, init) {
  const request = new Request(input, init)
  const path = new URL(request.url).pathname
  if (path === '/oauth2/token') {
    const form = new URLSearchParams(await request.text())
    const granted = form.get('code') === 'good' && form.get('grant_type') === 'authorization_code'
    return granted
      ? Response.json({ access_token: 'token', token_type: 'Bearer', expires_in: 3600 })
      : Response.json({ error: 'invalid_grant' }, { status: 400 })
  }
  assert.equal(path, '/oauth2/userInfo')
  assert.equal(request.headers.get('authorization'), 'Bearer token')
  return Response.json({ sub: 'a-sub', email: 'ada@example.com', email_verified: 'true', username: 'a-sub' })
}

async function signInWith(code) {
  const { settings } = await parseGitlabRb(gitlabRb, { file: 'gitlab.rb' })
  const { handler } = omniauth({
    providers: settings.providers,
    fullHost: 'https://app.example.com',
    pathPrefix: '/users/auth',
    secret: 'x'.repeat(32),
    validateRequest: () => true,
    fetch: provider,
    onSuccess: ({ auth }) => Response.json(auth),
  })
  const start = await handler(new Request('https://app.example.com/users/auth/cognito', { method: 'POST' }))
  assert.equal(start?.status, 302)
  const there = new URL(start.headers.get('location') ?? '')
  assert.equal(there.origin + there.pathname, `${site}/login`)
  const cookie = (start.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
  const back = `https://app.example.com/users/auth/cognito/callback?code=${code}&state=${there.searchParams.get('state')}`
  const end = await handler(new Request(back, { headers: { cookie } }))
  assert.ok(end)
  return end
}

test('the provider block of a gitlab.rb signs in', async () => {
  const end = await signInWith('good')
  const { provider: name, uid, info } = await end.json()
  assert.deepEqual([name, uid, info.nickname], ['cognito', 'a-sub', 'ada@example.com'])
})

test('a refused code is a failure', async () => {
  const end = await signInWith('bad')
  assert.equal(end.status, 302)
  assert.match(end.headers.get('location') ?? '', /\/users\/auth\/failure\?message=invalid_credentials/)
})
