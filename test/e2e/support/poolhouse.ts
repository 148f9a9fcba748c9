import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { resolveConfig } from '../../../packages/server/src/app/config/config.ts'
import { writeCredentials } from '../../../packages/server/src/app/first-run/credentials.ts'
import { openMailbox } from '../../../packages/server/src/app/first-run/mailbox.ts'
import { startServer } from '../../../packages/server/src/app/server.ts'
import { systemClock } from '../../../packages/server/src/foundation/clock.ts'
import { systemRandom } from '../../../packages/server/src/foundation/crypto/random.ts'
import { createAccessKey } from '../../../packages/server/src/records/access-keys/access-keys.ts'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

/** A Poolhouse that listens on loopback, with real time, real hashing and a mailbox. */
export interface Poolhouse {
  readonly baseUrl: string
  /** The AWS shared-credentials file of its access key, profile `poolhouse`. */
  readonly credentialsFile: string
  /** The AWS SDK's client, with only the endpoint and the profile set. */
  readonly client: CognitoIdentityProviderClient
  /** The code in the newest mail to an address; waits until there are `count` mails to it. */
  code(to: string, count?: number): Promise<string>
  close(): Promise<void>
}

/** @param settings added to poolhouse.yaml */
export async function startPoolhouse(settings: Record<string, unknown> = {}): Promise<Poolhouse> {
  const data = mkdtempSync(join(tmpdir(), 'poolhouse-e2e-'))
  const mailbox = await openMailbox({ clock: systemClock, random: systemRandom }, { folder: join(data, 'mailbox') })
  const smtp = { host: '127.0.0.1', port: mailbox.port }
  const config = resolveConfig(
    { mode: 'development', port: await freePort(), data, email: { smtp }, log: { level: 'error' }, ...settings },
    { source: 'test' },
  )
  const server = await startServer({ config, masterKeys: { primary: systemRandom.bytes(32), others: [] } })
  writeCredentials(data, await createAccessKey(server.services, { name: 'test' }))
  const credentialsFile = join(data, 'credentials')
  const client = awsClient({ baseUrl: config.publicUrl, credentialsFile })
  return {
    baseUrl: config.publicUrl,
    credentialsFile,
    client,
    code: (to, count = 1) =>
      until(`mail ${count} to ${to}`, async () => {
        const mails = (await mailbox.list()).filter(({ mail }) => mail.to?.some(({ address }) => address === to))
        return mails.length < count ? undefined : /\b\d{6}\b/.exec(mails[0]?.mail.text ?? '')?.[0]
      }),
    async close() {
      client.destroy()
      await server.close()
      await mailbox.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** The SDK reads the credentials file itself, as it does on any machine. */
export function awsClient({
  baseUrl,
  credentialsFile,
}: {
  baseUrl: string
  credentialsFile: string
}): CognitoIdentityProviderClient {
  process.env['AWS_SHARED_CREDENTIALS_FILE'] = credentialsFile
  return new CognitoIdentityProviderClient({ endpoint: baseUrl, region: 'us-east-1', profile: 'poolhouse' })
}

/** A pool whose users sign in by e-mail, and a client of it: by default without a secret and with every API flow. */
export async function createPool(
  client: CognitoIdentityProviderClient,
  settings: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<{ userPoolId: string; clientId: string; clientSecret: string | undefined }> {
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({ PoolName: 'e2e', UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] }),
  )
  const userPoolId = UserPool?.Id ?? ''
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId: userPoolId,
      ClientName: 'e2e',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      ...settings,
    }),
  )
  return { userPoolId, clientId: UserPoolClient?.ClientId ?? '', clientSecret: UserPoolClient?.ClientSecret }
}
