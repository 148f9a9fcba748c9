import { execFileSync, spawn } from 'node:child_process'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { callOperation, contentOf, openConnection, postForm } from './connection.mjs'
import { srpClient } from './srp-client.mjs'

const program = fileURLToPath(new URL('../packages/server/dist/app/main.js', import.meta.url))
const password = 'Swim-lane-7'
const userCount = 20

/** The folder of a compiled server: data, key and configuration as in production, on SQLite. */
export function makeHome() {
  const folder = mkdtempSync(join(tmpdir(), 'poolhouse-bench-'))
  mkdirSync(join(folder, 'data'), { mode: 0o700 })
  writeFileSync(join(folder, 'master.key'), randomBytes(32).toString('base64'), { mode: 0o600 })
  const settings = {
    port: 0,
    publicUrl: 'http://localhost:9229',
    masterKey: { file: './master.key' },
    log: { level: 'error' },
  }
  writeFileSync(join(folder, 'poolhouse.yaml'), JSON.stringify(settings))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const words = (home, ...command) => [
  program,
  ...command,
  '--config',
  join(home.folder, 'poolhouse.yaml'),
  '--data',
  join(home.folder, 'data'),
]
const environment = { PATH: process.env.PATH }

/** `poolhouse serve`; resolves when it listens. @param nodeFlags such as `--cpu-prof` */
export async function startPoolhouse(home, nodeFlags = []) {
  const child = spawn(process.execPath, [...nodeFlags, ...words(home, 'serve')], {
    cwd: home.folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return await running(child, /listening on http:\/\/[^:]+:(\d+)\)/)
}

/** npm's oidc-provider. */
export async function startPeer(...args) {
  const file = fileURLToPath(new URL('peer.mjs', import.meta.url))
  const child = spawn(process.execPath, [file, ...args], {
    // As in production: express and koa then cache, and do not log.
    env: { ...environment, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const server = await running(child, /^(\{.*\})$/m)
  const { port, tokens } = JSON.parse(server.found)
  return { ...server, port, tokens }
}

async function running(child, pattern) {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const endWithUs = () => child.kill('SIGKILL')
  process.on('exit', endWithUs)
  const found = await new Promise((resolve, reject) => {
    let printed = ''
    child.stdout.on('data', (chunk) => {
      printed += chunk
      const match = pattern.exec(printed)
      if (match) resolve(match[1])
    })
    gone.then((code) => reject(new Error(`The server ended (${code}).`)))
  })
  return {
    found,
    port: Number(found),
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM')
      await gone
      process.off('exit', endWithUs)
    },
  }
}

/** A pool, two app clients (a public one for API sign-ins, one with a secret for OAuth), users and a refresh token for each. */
export async function setUp(home) {
  const printed = execFileSync(process.execPath, words(home, 'keys', 'create'), { encoding: 'utf8', env: environment })
  const value = (name) => new RegExp(`${name} = (\\S+)`).exec(printed)?.[1]
  const key = { id: value('aws_access_key_id'), secret: value('aws_secret_access_key') }
  const server = await startPoolhouse(home)
  const connection = await openConnection(server.port)
  const call = async (name, input, headers) => contentOf(await connection.send(callOperation(name, input, headers)))
  const operate = (name, input) => call(name, input, signature(key, { name, input }))
  try {
    const { UserPool } = await operate('CreateUserPool', { PoolName: 'bench', UsernameAttributes: ['email'] })
    const UserPoolId = UserPool.Id
    const ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']
    const made = async (settings) =>
      (await operate('CreateUserPoolClient', { UserPoolId, ExplicitAuthFlows, ...settings })).UserPoolClient
    const open = await made({ ClientName: 'API' })
    const secret = await made({ ClientName: 'OAuth', GenerateSecret: true })
    const users = []
    for (let number = 0; number < userCount; number++) {
      const email = `user-${number}@example.com`
      const UserAttributes = [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ]
      await operate('AdminCreateUser', { UserPoolId, Username: email, UserAttributes, MessageAction: 'SUPPRESS' })
      await operate('AdminSetUserPassword', { UserPoolId, Username: email, Password: password, Permanent: true })
      const SECRET_HASH = createHmac('sha256', secret.ClientSecret)
        .update(`${email}${secret.ClientId}`)
        .digest('base64')
      const { AuthenticationResult } = await call('InitiateAuth', {
        ClientId: secret.ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: password, SECRET_HASH },
      })
      users.push({
        email,
        refreshToken: AuthenticationResult.RefreshToken,
        srp: await prepareSrp(call, { UserPoolId, open, email }),
      })
    }
    return { open: open.ClientId, oauth: { id: secret.ClientId, secret: secret.ClientSecret }, users }
  } finally {
    connection.close()
    await server.stop()
  }
}

/** The first challenge contains the user's salt and immutable name. */
async function prepareSrp(call, { UserPoolId, open, email }) {
  const parameters = { USERNAME: email, SRP_A: '2' }
  const { ChallengeParameters } = await call('InitiateAuth', {
    ClientId: open.ClientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: parameters,
  })
  const { USER_ID_FOR_SRP, SALT } = ChallengeParameters
  return await srpClient({ userPoolId: UserPoolId, userId: USER_ID_FOR_SRP, password, salt: SALT })
}

/** USER_PASSWORD_AUTH: one request. */
export const signInByPassword = ({ open, users }) => {
  const requests = users.map(({ email }) =>
    callOperation('InitiateAuth', {
      ClientId: open,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  )
  return async (connection, index) => {
    const { AuthenticationResult } = contentOf(await connection.send(requests[index % requests.length]))
    if (!AuthenticationResult?.AccessToken) throw new Error('A sign-in gave no tokens.')
  }
}

/** USER_SRP_AUTH and PASSWORD_VERIFIER: two requests. */
export const signInBySrp = ({ open, users }) => {
  const beginnings = users.map(({ email, srp }) =>
    callOperation('InitiateAuth', {
      ClientId: open,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: email, SRP_A: srp.srpA },
    }),
  )
  return async (connection, index) => {
    const begun = contentOf(await connection.send(beginnings[index % beginnings.length]))
    const ChallengeResponses = await users[index % users.length].srp.claim(begun.ChallengeParameters)
    const answer = { ClientId: open, ChallengeName: 'PASSWORD_VERIFIER', Session: begun.Session, ChallengeResponses }
    const { AuthenticationResult } = contentOf(await connection.send(callOperation('RespondToAuthChallenge', answer)))
    if (!AuthenticationResult?.AccessToken) throw new Error('A sign-in gave no tokens.')
  }
}

/** The refresh_token grant of any server; the answer must contain both tokens. */
export function refresh(path, { id, secret }, tokens) {
  const requests = tokens.map((token) =>
    postForm(path, { grant_type: 'refresh_token', client_id: id, client_secret: secret, refresh_token: token }),
  )
  return async (connection, index) => {
    const { access_token, id_token } = contentOf(await connection.send(requests[index % requests.length]))
    if (!access_token || !id_token) throw new Error('A refresh gave no tokens.')
  }
}

/** Resident memory of a process, now and at most, in MiB. */
export function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mib = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024)
  return { residentMiB: mib('VmRSS'), highestMiB: mib('VmHWM') }
}

/** AWS Signature Version 4 of a call. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
function signature(key, { name, input }) {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    host: 'localhost',
    'x-amz-date': date,
    'x-amz-target': `AWSCognitoIdentityProviderService.${name}`,
  }
  const signed = Object.keys(headers).join(';')
  const hex = (text) => createHash('sha256').update(text).digest('hex')
  const lines = Object.entries(headers).map(([header, value]) => `${header}:${value}\n`)
  const canonical = ['POST', '/', '', lines.join(''), signed, hex(JSON.stringify(input))].join('\n')
  const scope = [date.slice(0, 8), 'us-east-1', 'cognito-idp', 'aws4_request']
  const signingKey = scope.reduce((from, part) => createHmac('sha256', from).update(part).digest(), `AWS4${key.secret}`)
  const mark = createHmac('sha256', signingKey)
    .update(['AWS4-HMAC-SHA256', date, scope.join('/'), hex(canonical)].join('\n'))
    .digest('hex')
  return {
    'x-amz-date': date,
    authorization: `AWS4-HMAC-SHA256 Credential=${key.id}/${scope.join('/')}, SignedHeaders=${signed}, Signature=${mark}`,
  }
}
