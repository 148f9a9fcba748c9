import type { Random } from '#foundation/crypto/random'
import { randomText } from '#foundation/ids'
import { welcomeEmailArn } from './configuration.ts'
import { credentialsFile, profile } from './credentials.ts'
import type { FirstRunOptions } from './options.ts'
import type { SignedApi } from './signed-api.ts'
import { type FirstRunState, readState, writeState } from './state.ts'

/** The state after all steps of the first run. */
export type Provisioned = Required<FirstRunState>

const callbackOf = (forgeUrl: string): string => `${forgeUrl}/users/auth/cognito/callback`

/** The page that the pool's sign-out leads back to, for a `gitlab.rb` with the `cognito` strategy. */
const signInPageOf = (forgeUrl: string): string => `${forgeUrl}/users/sign_in`

/**
 * Creates a pool, an app client, a domain and a user with the public API, as an administrator does. It keeps what an earlier run
 * created, and updates changed URLs. It writes the state after each step, so that the next run continues an interrupted one.
 *
 * @returns the state, and one line for each thing that was done.
 */
export async function provision(
  { api, random }: { api: SignedApi; random: Random },
  options: FirstRunOptions,
): Promise<{ state: Provisioned; before: FirstRunState | undefined; done: string[] }> {
  const before = readState(options.data)
  const done: string[] = []
  let state: FirstRunState = {
    ...before,
    baseUrl: options.publicUrl,
    region: 'us-east-1',
    credentialsFile: credentialsFile(options.data),
    profile,
    forgeUrl: options.forgeUrl,
    mailboxUrl: `${options.publicUrl}/mailbox`,
  }
  const keep = (made: Partial<FirstRunState>): void => {
    state = { ...state, ...made }
    writeState(options.data, state)
  }

  const userPoolId = state.userPoolId ?? (await createPool(api))
  if (!state.userPoolId) done.push(`Created the user pool ${userPoolId}.`)
  keep({ userPoolId })

  if (!state.clientId || !state.clientSecret) {
    const client = await createClient(api, { userPoolId, forgeUrl: options.forgeUrl })
    done.push(`Created the app client ${client.clientId}.`)
    keep(client)
  } else if (before && before.forgeUrl !== options.forgeUrl) {
    await moveClient(api, { userPoolId, clientId: state.clientId, from: before.forgeUrl, to: options.forgeUrl })
    done.push(`Updated the app client's callback URL to ${callbackOf(options.forgeUrl)}.`)
  }
  if (!state.domain) {
    const domain = `forge-${randomText(random, { alphabet: 'abcdefghijkmnpqrstuvwxyz23456789', length: 8 })}`
    await api.call('CreateUserPoolDomain', { UserPoolId: userPoolId, Domain: domain })
    done.push(`Created the domain ${domain}.`)
    keep({ domain })
  }
  if (!state.user) {
    const user = await createUser(api, { userPoolId, random })
    done.push(`Created the user ${user.email}.`)
    keep({ user })
  }
  keep({})
  return { state: state as Provisioned, before, done }
}

/** The pool of the first run: users sign in with their e-mail address, which is required. */
async function createPool(api: SignedApi): Promise<string> {
  const { UserPool } = await api.call('CreateUserPool', {
    PoolName: 'forge',
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    AutoVerifiedAttributes: ['email'],
    Schema: [{ Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true }],
    LambdaConfig: { PostConfirmation: welcomeEmailArn },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  })
  if (!UserPool?.Id) throw new Error('CreateUserPool returned no id.')
  return UserPool.Id
}

/** The app client of the first run: a secret, sign-in with username and password, code grant, scopes email and openid. */
async function createClient(
  api: SignedApi,
  { userPoolId, forgeUrl }: { userPoolId: string; forgeUrl: string },
): Promise<{ clientId: string; clientSecret: string }> {
  const { UserPoolClient } = await api.call('CreateUserPoolClient', {
    UserPoolId: userPoolId,
    ClientName: 'Forge',
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    SupportedIdentityProviders: ['COGNITO'],
    CallbackURLs: [callbackOf(forgeUrl)],
    LogoutURLs: [signInPageOf(forgeUrl)],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['email', 'openid'],
    PreventUserExistenceErrors: 'ENABLED',
  })
  const { ClientId: clientId, ClientSecret: clientSecret } = UserPoolClient ?? {}
  if (!clientId || !clientSecret) throw new Error('CreateUserPoolClient returned no id or no secret.')
  return { clientId, clientSecret }
}

/** UpdateUserPoolClient replaces the whole configuration. So send the current configuration back, with changed URLs. */
async function moveClient(
  api: SignedApi,
  { userPoolId, clientId, from, to }: { userPoolId: string; clientId: string; from: string; to: string },
): Promise<void> {
  const { UserPoolClient } = await api.call('DescribeUserPoolClient', { UserPoolId: userPoolId, ClientId: clientId })
  const {
    ClientSecret: _secret,
    CreationDate: _created,
    LastModifiedDate: _modified,
    ClientType: _type,
    ...settings
  } = UserPoolClient ?? {}
  await api.call('UpdateUserPoolClient', {
    ...settings,
    UserPoolId: userPoolId,
    ClientId: clientId,
    CallbackURLs: (settings.CallbackURLs ?? []).map((url) => (url === callbackOf(from) ? callbackOf(to) : url)),
    LogoutURLs: (settings.LogoutURLs ?? []).map((url) => (url === signInPageOf(from) ? signInPageOf(to) : url)),
  })
}

async function createUser(
  api: SignedApi,
  { userPoolId, random }: { userPoolId: string; random: Random },
): Promise<NonNullable<FirstRunState['user']>> {
  const email = 'ada@example.com'
  // Contains each kind of character that the pool's policy requires, and none that is hard to read or to type.
  const password = `${randomText(random, { alphabet: 'ABCDEFGHJKLMNPQRSTUVWXYZ', length: 4 })}-${randomText(random, { alphabet: 'abcdefghijkmnpqrstuvwxyz', length: 6 })}-${randomText(random, { alphabet: '23456789', length: 4 })}`
  const { User } = await api.call('AdminCreateUser', {
    UserPoolId: userPoolId,
    Username: email,
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ],
    MessageAction: 'SUPPRESS',
  })
  const username = User?.Username ?? email
  await api.call('AdminSetUserPassword', {
    UserPoolId: userPoolId,
    Username: username,
    Password: password,
    Permanent: true,
  })
  return { username, email, password }
}
