import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CreateUserPoolClientRequest, CreateUserPoolRequest } from '@poolhouse/contract'
import type { FastifyInstance } from 'fastify'
import { Client } from 'pg'
import { resolveConfig } from '#app/config/config'
import { type SignedApi, signedApi } from '#app/first-run/signed-api'
import { buildServer } from '#app/server'
import { createServices, type Services } from '#app/services'
import { type FixedClock, fixedClock } from '#foundation/clock'
import { createPasswordHasher } from '#foundation/crypto/password-hash'
import { seededRandom } from '#foundation/crypto/random'
import { randomText } from '#foundation/ids'
import { memoryLog } from '#foundation/log'
import type { Email } from '#outbound/messaging/email/email-transport'
import type { TriggerInvoker } from '#outbound/triggers/invoke'
import { createAccessKey } from '#records/access-keys/access-keys'

/** 2026-11-23 at noon. */
export const startOfTime = Date.UTC(2026, 10, 23, 12)

/** What a test may set for its pool. Everything else has a default. */
export interface PoolOptions {
  /** Overrides members of `CreateUserPool`. By default users sign in with a username. */
  readonly pool?: Partial<CreateUserPoolRequest>
  /** Overrides members of `CreateUserPoolClient`. By default the client has every API flow, no secret, and the code grant. */
  readonly client?: Partial<CreateUserPoolClientRequest>
  /** Calls functions by ARN, in place of real ones. */
  readonly triggers?: TriggerInvoker
  /** Overrides settings of poolhouse.yaml. */
  readonly settings?: Record<string, unknown>
}

/**
 * A pool on a complete server in this process. Requests, database and functions are real. The clock is fixed, random numbers are
 * seeded, and the test reads the mail.
 */
export interface TestPool {
  readonly userPoolId: string
  readonly clientId: string
  readonly clientSecret: string | undefined
  /** Signs its calls with an access key. */
  readonly admin: SignedApi
  /** Does not sign its calls, like an app client. */
  readonly api: SignedApi
  readonly server: FastifyInstance
  readonly services: Services
  readonly clock: FixedClock
  readonly log: ReturnType<typeof memoryLog>
  /** Waits for mails that are being sent, and returns all mails. */
  mails(): Promise<readonly Email[]>
  /** Returns the code in the newest mail. */
  newestCode(): Promise<string>
  /** Adds another client to the same pool. */
  addClient(
    client?: Partial<CreateUserPoolClientRequest>,
  ): Promise<{ clientId: string; clientSecret: string | undefined }>
}

const masterKeys = { primary: Buffer.alloc(32, 7), others: [] }

export const callbackUrl = 'https://app.example.com/callback'

/** The pools that this test file opened. */
const opened: { close(): Promise<void>; log: TestPool['log'] }[] = []

/**
 * Closes all pools and drops their databases. `close-pools.ts` calls it after each test file.
 * @throws Error when an operation answered with an exception that AWS does not list for it. Either the operation is wrong, or
 * `fronts/aws-json/declared-exceptions.ts` needs the exception and its reason.
 */
export async function closePools(): Promise<void> {
  const closing = opened.splice(0)
  for (const { close } of closing) await close()
  const undeclared = closing
    .flatMap(({ log }) => log.entries)
    .filter(({ event }) => event === 'api-exception-not-declared')
    .map(({ fields }) => `${fields['operation']} threw ${fields['exception']}`)
  if (undeclared.length > 0) {
    throw new Error(
      `AWS does not list these exceptions: ${[...new Set(undeclared)].join(', ')}. Throw another one, or declare it with its reason in fronts/aws-json/declared-exceptions.ts.`,
    )
  }
}

/** Starts a pool. It is removed after the test file. POOLHOUSE_TEST_DATABASE says which database it uses. */
export async function startPool(options: PoolOptions = {}): Promise<TestPool> {
  const clock = fixedClock(startOfTime)
  const random = seededRandom('start-pool')
  const log = memoryLog()
  const database = await freshDatabase()
  const config = resolveConfig(
    { mode: 'development', publicUrl: 'https://sign-in.example.com', database: database.url, ...options.settings },
    { source: 'test' },
  )
  const mails: Email[] = []
  const email = { send: async (mail: Email) => void mails.push(mail), close: async () => {} }
  const services = await createServices({
    config,
    masterKeys,
    clock,
    random,
    log,
    // A low cost keeps tests fast. They check that passwords are hashed, not how strongly.
    passwordHasher: createPasswordHasher({ memoryCost: 64, timeCost: 1 }),
    email,
    ...(options.triggers && { triggers: options.triggers }),
  })
  const server = await buildServer(services, config)
  opened.push({
    log,
    async close() {
      await server.close()
      await services.close()
      await database.remove()
    },
  })
  const key = await createAccessKey(services, { name: 'test' })
  const admin = signedApi(server, { clock, region: config.region, key })
  const { UserPool } = await admin.call('CreateUserPool', { PoolName: 'test', ...options.pool })
  const userPoolId = UserPool?.Id ?? ''
  const addClient: TestPool['addClient'] = async (client = {}) => {
    const { UserPoolClient } = await admin.call('CreateUserPoolClient', {
      UserPoolId: userPoolId,
      ClientName: 'test',
      ExplicitAuthFlows: [
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      CallbackURLs: [callbackUrl],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      SupportedIdentityProviders: ['COGNITO'],
      PreventUserExistenceErrors: 'ENABLED',
      ...client,
    })
    return { clientId: UserPoolClient?.ClientId ?? '', clientSecret: UserPoolClient?.ClientSecret }
  }
  const sent = async (): Promise<readonly Email[]> => {
    await services.courier.drain()
    return mails
  }
  return {
    userPoolId,
    ...(await addClient(options.client)),
    admin,
    api: signedApi(server, { clock, region: config.region }),
    server,
    services,
    clock,
    log,
    mails: sent,
    async newestCode() {
      const code = /\b\d{6}\b/.exec((await sent()).at(-1)?.text ?? '')?.[0]
      if (!code) throw new Error('The newest mail contains no code.')
      return code
    },
    addClient,
  }
}

async function freshDatabase(): Promise<{ url: string; remove(): Promise<void> }> {
  return process.env['POOLHOUSE_TEST_DATABASE'] === 'postgres' ? await freshPostgres() : freshSqlite()
}

function freshSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'poolhouse-test-'))
  return {
    url: join(folder, 'poolhouse.sqlite'),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function freshPostgres() {
  const server = process.env['DATABASE_URL']
  if (!server)
    throw new Error('DATABASE_URL is not set. Set it to a PostgreSQL server, or run npm test, which starts one.')
  const name = `poolhouse_test_${process.pid}_${randomText({ bytes: (length) => Buffer.from(crypto.getRandomValues(new Uint8Array(length))) }, { alphabet: 'abcdefghijklmnopqrstuvwxyz', length: 12 })}`
  const run = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: server })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await run(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, remove: () => run(`drop database ${name} with (force)`) }
}
