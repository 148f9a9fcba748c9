import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import type { History, Kind, Outcome, Subject } from './history.ts'
import { authorize, callApi, getUserInfo, postForm, signInOnPage } from './wire.ts'

/** The running server, and what the operations need. */
export interface Target {
  readonly server: string
  readonly publicUrl: string
  readonly clientId: string
  readonly userPoolId: string
  /** Signs its calls with an access key. */
  readonly operator: CognitoIdentityProviderClient
  readonly history: History
  readonly round: number
  readonly touched: Touched
  /** The operations call these before they send a request and after a success. */
  onAsk(kind: Kind): void
  onAcknowledge(kind: Kind): void
}

/** The people, codes and tokens that a round used, for checks after the kill. */
export interface Touched {
  readonly people: Set<Person>
  /** People who tried their code. */
  readonly confirming: Set<Person>
  /** Codes whose exchange was tried, with the tokens if it succeeded. */
  readonly codes: Map<Code, Family | undefined>
  readonly families: Set<Family>
}

export const nothingTouched = (): Touched => ({
  people: new Set(),
  confirming: new Set(),
  codes: new Map(),
  families: new Set(),
})

/** A person who signs up. */
export interface Person {
  /** The address in lower case. It is the `user` of the history. */
  readonly email: string
  readonly password: string
  /** The newest code that arrived by mail. */
  mailed?: string | undefined
  /** The browser, if it is signed in. */
  browser?: { readonly session: string; readonly cookie: string } | undefined
}

/** An authorization code and its name in the history. */
export interface Code {
  readonly person: Person
  readonly name: string
  readonly value: string
}

/** The tokens of an exchange and their name in the history. */
export interface Family {
  readonly person: Person
  readonly name: string
  readonly accessToken: string
  readonly refreshToken: string
}

const redirectUri = 'https://app.example.com/callback'
const codeVerifier = 'faults'.repeat(8)

/** The settings that the app client needs. */
export const clientSettings = {
  CallbackURLs: [redirectUri],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code' as const],
  AllowedOAuthScopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
  SupportedIdentityProviders: ['COGNITO'],
}

const authorizationQuery = ({ clientId }: Target): URLSearchParams =>
  new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid email aws.cognito.signin.user.admin',
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
  })

let named = 0
const newName = (of: string): string => `${of} ${++named}`

const recorded = (target: Target, of: Subject, ask: () => Promise<Outcome>): Promise<Outcome> =>
  target.history.record({ round: target.round, ...of }, async () => {
    target.onAsk(of.kind)
    const outcome = await ask()
    if (outcome.type === 'ok') target.onAcknowledge(of.kind)
    return outcome
  })

/** @param spelling the address as the person types it, if it differs. */
export const signUp = (target: Target, person: Person, spelling = person.email): Promise<Outcome> =>
  recorded(target, { kind: 'sign-up', user: person.email }, async () => {
    target.touched.people.add(person)
    const { password } = person
    const input = { ClientId: target.clientId, Username: spelling, Password: password }
    return (await callApi(target.server, 'SignUp', input)).outcome
  })

/** Confirms with the code from the mail. */
export const confirm = (target: Target, person: Person): Promise<Outcome> =>
  recorded(target, { kind: 'confirm', user: person.email }, async () => {
    target.touched.people.add(person)
    target.touched.confirming.add(person)
    const { email, mailed = '' } = person
    const input = { ClientId: target.clientId, Username: email, ConfirmationCode: mailed }
    return (await callApi(target.server, 'ConfirmSignUp', input)).outcome
  })

export const signIn = (target: Target, person: Person): Promise<Outcome> =>
  recorded(target, { kind: 'sign-in', user: person.email }, async () => {
    const { email: username, password } = person
    const query = authorizationQuery(target)
    const given = { origin: target.publicUrl, query, username, password }
    const { outcome, content } = await signInOnPage(target.server, given)
    if (!content) return outcome
    const session = newName('session')
    person.browser = { session, cookie: content.cookie }
    return { type: 'ok', result: { session } }
  })

export async function askForCode(target: Target, person: Person): Promise<Code | undefined> {
  const { email, browser } = person
  if (!browser) return undefined
  let code: Code | undefined
  await recorded(target, { kind: 'authorize', user: email, session: browser.session }, async () => {
    const query = authorizationQuery(target)
    const { outcome, content } = await authorize(target.server, { query, cookie: browser.cookie })
    if (!content) return outcome
    code = { person, name: newName('code'), value: content.code }
    return { type: 'ok', result: { code: code.name } }
  })
  return code
}

export async function exchange(target: Target, code: Code): Promise<Family | undefined> {
  const { codes, families } = target.touched
  const { person, name, value } = code
  let family: Family | undefined
  await recorded(target, { kind: 'exchange', user: person.email, code: name }, async () => {
    codes.set(code, codes.get(code))
    const { outcome, content } = await postForm<{ access_token: string; refresh_token: string }>(
      `${target.server}/oauth2/token`,
      {
        grant_type: 'authorization_code',
        client_id: target.clientId,
        redirect_uri: redirectUri,
        code_verifier: codeVerifier,
        code: value,
      },
    )
    if (!content) return outcome
    const accessToken = content.access_token
    family = { person, name: newName('family'), accessToken, refreshToken: content.refresh_token }
    codes.set(code, family)
    families.add(family)
    return { type: 'ok', result: { family: family.name, originJti: String(partOf(accessToken, 1)['origin_jti']) } }
  })
  return family
}

const use = (target: Target, kind: Kind, family: Family, ask: () => Promise<{ outcome: Outcome }>) =>
  recorded(target, { kind, user: family.person.email, family: family.name }, async () => {
    target.touched.families.add(family)
    return (await ask()).outcome
  })

export const refresh = (target: Target, family: Family): Promise<Outcome> =>
  use(target, 'refresh', family, () =>
    postForm(`${target.server}/oauth2/token`, {
      grant_type: 'refresh_token',
      client_id: target.clientId,
      refresh_token: family.refreshToken,
    }),
  )

export const readUserInfo = (target: Target, family: Family): Promise<Outcome> =>
  use(target, 'user-info', family, () => getUserInfo(target.server, family.accessToken))

/** Revokes a family through the API or through OAuth. */
export const revoke = (target: Target, family: Family, door: 'api' | 'oauth'): Promise<Outcome> =>
  use(target, 'revoke', family, () =>
    door === 'api'
      ? callApi(target.server, 'RevokeToken', { ClientId: target.clientId, Token: family.refreshToken })
      : postForm(`${target.server}/oauth2/revoke`, { client_id: target.clientId, token: family.refreshToken }),
  )

/** Signs out everywhere with a valid access token. */
export const signOut = (target: Target, family: Family): Promise<Outcome> =>
  recorded(target, { kind: 'sign-out', user: family.person.email }, async () => {
    target.touched.families.add(family)
    const { accessToken } = family
    return (await callApi(target.server, 'GlobalSignOut', { AccessToken: accessToken })).outcome
  })

/** Deletes the user with a valid access token. */
export const deleteUser = (target: Target, family: Family): Promise<Outcome> =>
  recorded(target, { kind: 'delete', user: family.person.email }, async () => {
    target.touched.people.add(family.person)
    target.touched.families.add(family)
    const { accessToken } = family
    return (await callApi(target.server, 'DeleteUser', { AccessToken: accessToken })).outcome
  })

export const disable = (target: Target, person: Person): Promise<Outcome> =>
  recorded(target, { kind: 'disable', user: person.email }, () =>
    asOperator(async () => {
      target.touched.people.add(person)
      const input = { UserPoolId: target.userPoolId, Username: person.email }
      await target.operator.send(new AdminDisableUserCommand(input))
      return {}
    }),
  )

export const lookUp = (target: Target, { email }: Person): Promise<Outcome> =>
  recorded(target, { kind: 'look-up', user: email }, () =>
    asOperator(async () => {
      const input = { UserPoolId: target.userPoolId, Username: email }
      const { UserStatus, Enabled } = await target.operator.send(new AdminGetUserCommand(input))
      return { status: UserStatus, enabled: Enabled }
    }),
  )

async function asOperator(ask: () => Promise<{ status?: string | undefined; enabled?: boolean | undefined }>) {
  try {
    return { type: 'ok', result: await ask() } as const
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } }
    const status = $metadata?.httpStatusCode
    if (status === undefined) return { type: 'unknown', error: name } as const
    return status < 500 ? ({ type: 'fail', error: name } as const) : ({ type: 'unknown', error: name, status } as const)
  }
}

/** Verifies an earlier access token with the current keys. */
export const verifyToken = (
  target: Target,
  { person, name, accessToken }: Family,
  keys: Readonly<Record<string, JsonWebKey>>,
): Promise<Outcome> =>
  recorded(target, { kind: 'verify', user: person.email, family: name }, async () => {
    const key = keys[String(partOf(accessToken, 0)['kid'])]
    if (!key) return { type: 'fail', error: 'its key is not published' }
    const end = accessToken.lastIndexOf('.')
    const content = Buffer.from(accessToken.slice(0, end))
    const signature = Buffer.from(accessToken.slice(end + 1), 'base64url')
    const isRight = verify('RSA-SHA256', content, createPublicKey({ key, format: 'jwk' }), signature)
    return isRight ? { type: 'ok' } : { type: 'fail', error: 'the signature is wrong' }
  })

const partOf = (token: string, index: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<string, unknown>
