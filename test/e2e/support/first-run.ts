import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { freePorts } from './free-port.ts'
import { awsClient } from './poolhouse.ts'
import { type Program, start, startProgram } from './program.ts'

/** The content of `<data>/first-run.json`, without types of the product. */
export interface FirstRunJson {
  readonly baseUrl: string
  readonly region: string
  readonly userPoolId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly domain: string
  readonly credentialsFile: string
  readonly profile: string
  readonly user: { readonly username: string; readonly email: string; readonly password: string }
  readonly forgeUrl: string
  readonly mailboxUrl: string
}

/** A data folder that is deleted after the test file. */
export function dataFolder(): { data: string; remove(): void } {
  const data = mkdtempSync(join(tmpdir(), 'poolhouse-journey-'))
  return { data, remove: () => rmSync(data, { recursive: true, force: true }) }
}

/** A running `npm start`. */
export interface Started {
  readonly ports: readonly [poolhouse: number, forge: number]
  readonly state: FirstRunJson
  readonly program: Program
  /** The AWS SDK's client with the printed credentials. */
  readonly client: CognitoIdentityProviderClient
  stop(): Promise<void>
}

/** Runs `npm start -- --port P --forge-port Q --data D`, and waits until it is ready. */
export async function startAll(data: string, ports?: readonly [number, number]): Promise<Started> {
  const [port = 0, forgePort = 0] = ports ?? (await freePorts(2))
  const program = startProgram(start('--port', String(port), '--forge-port', String(forgePort), '--data', data))
  await program.printed(/Poolhouse is ready/)
  const state = JSON.parse(readFileSync(join(data, 'first-run.json'), 'utf8')) as FirstRunJson
  const client = awsClient(state)
  return {
    ports: [port, forgePort],
    state,
    program,
    client,
    async stop() {
      client.destroy()
      await program.stop()
    },
  }
}
